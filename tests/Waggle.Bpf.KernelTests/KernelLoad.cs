using System.Globalization;
using System.Text.RegularExpressions;

namespace Waggle.Bpf.KernelTests;

/// <summary>What the kernel said to a program.</summary>
/// <param name="Errno">0 if it was accepted.</param>
/// <param name="Log">The verifier's log.</param>
internal sealed partial record KernelLoad(int Errno, string Log)
{
    internal bool IsAccepted => Errno == 0;

    /// <summary>The instructions that the verifier walked over, in the words of the kernel's disassembler, by slot.</summary>
    internal Dictionary<int, string> ReadInstructions()
    {
        Dictionary<int, string> printed = [];
        foreach (Match match in WalkedInstruction.Matches(Log))
            printed[int.Parse(match.Groups["slot"].Value, CultureInfo.InvariantCulture)] = match.Groups["text"].Value;
        return printed;
    }

    /// <summary>"6: (94) w0 %= 7", often with what is known of registers behind it: "; R0=1".</summary>
    [GeneratedRegex(@"^(?<slot>\d+): (?<text>\([0-9a-f]{2}\) .*?)\s*(?:; .*)?$", RegexOptions.Multiline)]
    private static partial Regex WalkedInstruction { get; }
}
