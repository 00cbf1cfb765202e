using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.KernelTests.Instructions;

/// <summary>clang compiles a program, bpftool loads and lists it, and we list and assemble the same bytes.</summary>
public sealed partial class BpftoolListingTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("waggle-listing-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Listing_OfALoadedProgram_IsBpftools()
    {
        (string[] expected, Instruction[] program) = await LoadAndDumpAsync();
        Dictionary<ulong, List<string>> kernelSymbols = ReadKernelSymbols(out ulong callBase);
        Dictionary<int, string> printedNames = PrintedCalls(expected);
        InstructionSymbols symbols = new()
        {
            // Several symbols may share an address: any of them is right, bpftool shows one.
            HelperName = target => kernelSymbols.TryGetValue(callBase + (ulong)target, out List<string>? names)
                ? names.Find(name => name == printedNames.GetValueOrDefault(target)) ?? names[0]
                : null,
        };

        string[] actual = Disassembler.Listing(program, symbols, DisassemblyStyle.Kernel).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        string[] instructions = [.. expected.Where(line => Listed.IsMatch(line)).Select(line => FunctionName.Replace(line, ""))];
        Assert.True(instructions.Length > 80, "the program is too short to show anything");
        Assert.Equal(instructions, actual);
    }

    [Fact]
    public async Task Assemble_OfBpftoolsListing_GivesTheLoadedProgram()
    {
        (string[] listing, Instruction[] program) = await LoadAndDumpAsync();

        AssembledProgram assembled = Assembler.Assemble(string.Join('\n', listing));

        Instruction[] expected = [.. program.Select((slot, index) => WithoutFunctionNumber(slot, index > 0 ? program[index - 1] : default))];
        Assert.Equal(expected, assembled.Instructions);
        Assert.Contains("mix", assembled.Labels.Keys); // from the heading "int mix(__u64 value, int shift):"
        Assert.Contains(expected, IsLocalCall);
    }

    /// <summary>A loaded program holds the numbers of functions: in the immediate of a local call, whose distance moves to the offset,
    /// and in the second slot of a function's address.</summary>
    private static Instruction WithoutFunctionNumber(Instruction slot, Instruction before) =>
        IsLocalCall(slot) ? slot with { Offset = 0, Immediate = slot.Offset }
        : before.IsWide && (PseudoSource)before.Source == PseudoSource.Function ? default
        : slot;

    private static bool IsLocalCall(Instruction slot) =>
        slot.Opcode == Instruction.CallHelper(0).Opcode && (CallKind)slot.Source == CallKind.Function;

    /// <summary>Loads in a mount namespace of its own: with it goes the pin, and with the pin the program.</summary>
    private async Task<(string[] Listing, Instruction[] Program)> LoadAndDumpAsync()
    {
        KernelVerifier.SkipUnlessUsable();
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("needs root to mount a bpf file system of its own");
        string source = Path.Combine(AppContext.BaseDirectory, "Programs", "listing.bpf.c");
        string target = Path.Combine(_directory.FullName, "listing.o"), mount = Path.Combine(_directory.FullName, "bpf");
        string dump = Path.Combine(_directory.FullName, "listing.bin");
        string include = $"/usr/include/{(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "x86_64" : "aarch64")}-linux-gnu";
        Directory.CreateDirectory(mount);

        // ISA v3: the newest whose text every bpftool in use knows.
        await Tool.RunAsync("clang-19", "-O2", "-g", "-target", "bpf", "-mcpu=v3", "-I", include, "-c", source, "-o", target);
        await Tool.RunAsync("bpftool", "version");
        string listing = await Tool.RunAsync("unshare", "-m", "sh", "-ec",
            "mount -t bpf none \"$1\"; bpftool prog load \"$2\" \"$1/listing\"; bpftool prog dump xlated pinned \"$1/listing\" file \"$3\"; bpftool prog dump xlated pinned \"$1/listing\"",
            "sh", mount, target, dump);

        InstructionDecoder.TryDecode(await File.ReadAllBytesAsync(dump, TestContext.Current.CancellationToken), false, out Instruction[] program, out _);
        return (listing.Split('\n'), program);
    }

    private static Dictionary<ulong, List<string>> ReadKernelSymbols(out ulong callBase)
    {
        Dictionary<ulong, List<string>> symbols = [];
        callBase = 0;
        foreach (string line in File.ReadLines("/proc/kallsyms"))
        {
            string[] parts = line.Split([' ', '\t'], 4);
            ulong address = ulong.Parse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (!symbols.TryGetValue(address, out List<string>? names))
                symbols.Add(address, names = []);
            names.Add(parts[2]);
            if (parts[2] == "__bpf_call_base")
                callBase = address;
        }

        if (callBase == 0)
            Assert.Skip("/proc/kallsyms hides its addresses");
        return symbols;
    }

    private static Dictionary<int, string> PrintedCalls(string[] listing)
    {
        Dictionary<int, string> calls = [];
        foreach (string line in listing)
        {
            if (HelperCall.Match(line) is { Success: true } call)
                calls[int.Parse(call.Groups["target"].Value, CultureInfo.InvariantCulture)] = call.Groups["name"].Value;
        }

        return calls;
    }

    [GeneratedRegex(@"^\s*\d+: \([0-9a-f]{2}\) ")]
    private static partial Regex Listed { get; }

    [GeneratedRegex(@"(?<=call pc[+-]\d+)#.*$")]
    private static partial Regex FunctionName { get; }

    [GeneratedRegex(@"call (?<name>[^#\s]+)#(?<target>-?\d+)$")]
    private static partial Regex HelperCall { get; }
}
