using System.Runtime.CompilerServices;
using Waggle.Bpf.Objects;
using Waggle.Linux.KernelTests;

namespace Waggle.Verifier.Tests;

/// <summary>Files of tests/data/c, compiled by clang.</summary>
internal static class CompiledSource
{
    public static BpfObject Read(string fileName) => ObjectReader.Read(Clang.Compile(fileName)); // which looks from this file's folder

    /// <summary>The line that has a mark, from 1.</summary>
    public static int LineOf(string fileName, string mark) =>
        Array.FindIndex(File.ReadAllLines(Path.Combine(Folder(), "..", "data", "c", fileName)), l => l.Contains(mark, StringComparison.Ordinal)) + 1;

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
