# A number that is no integer of R's it takes for missing, with a warning.
options(warn = -1)
is_version <- function(text) {
  numbers <- unlist(numeric_version(text, strict = FALSE))
  length(numbers) > 0 && !anyNA(numbers)
}
sign <- function(words) {
  if (!is_version(words[1]) || !is_version(words[2])) return("invalid")
  c("<", "=", ">")[utils::compareVersion(words[1], words[2]) + 2]
}
lines <- readLines(file("stdin", encoding = "UTF-8"))
writeLines(vapply(strsplit(lines, " ", fixed = TRUE), sign, ""))
