package main

import (
	"bufio"
	"example.com/versions/semver"
	"os"
	"strings"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		words := strings.Split(in.Text(), " ")
		if !semver.IsValid(words[0]) || !semver.IsValid(words[1]) {
			out.WriteString("invalid\n")
			continue
		}
		out.WriteString([]string{"<", "=", ">"}[semver.Compare(words[0], words[1])+1] + "\n")
	}
}
