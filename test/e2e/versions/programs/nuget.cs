using System;
using System.IO;
using NuGet.Versioning;

static class Compare {
  static void Main() {
    var input = new StreamReader(Console.OpenStandardInput());
    for (string line; (line = input.ReadLine()) != null; ) {
      var pair = line.Split(' ');
      NuGetVersion a, b;
      if (!NuGetVersion.TryParse(pair[0], out a) || !NuGetVersion.TryParse(pair[1], out b)) Console.WriteLine("invalid");
      else Console.WriteLine(a < b ? "<" : a > b ? ">" : "=");
    }
  }
}
