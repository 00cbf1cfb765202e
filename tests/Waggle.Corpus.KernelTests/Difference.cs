using System.Text;
using Waggle.Bpf.Instructions;

namespace Waggle.Corpus.KernelTests;

/// <summary>Tells in which way two loads of a program differ.</summary>
internal static class Difference
{
    private const int Around = 4;

    /// <summary>The first difference, for people; null if there is none.</summary>
    /// <param name="libbpf">How libbpf loaded the program.</param>
    /// <param name="waggle">How Waggle did.</param>
    public static string? Between(Verdict libbpf, Verdict waggle)
    {
        if (libbpf.RefusedInstead is not null) return null; // that one is compared for itself
        if (libbpf.IsAccepted != waggle.IsAccepted) return $"verdict\n  libbpf: {libbpf}\n  Waggle: {waggle}";
        if (libbpf.Request is not { } expected) return null; // libbpf did not ask the kernel
        if (waggle.Request is not { } actual) return $"Waggle did not ask the kernel\n  libbpf: {libbpf}\n  Waggle: {waggle}";
        return Field("program type", expected.Type, actual.Type)
            ?? Field("attach type", expected.AttachType, actual.AttachType)
            ?? Field("flags", expected.Flags, actual.Flags)
            ?? Field("hook's type", $"{expected.Target} of {expected.TargetIn}", $"{actual.Target} of {actual.TargetIn}")
            ?? Instructions(expected.Instructions, actual.Instructions)
            ?? Field("references", string.Join(", ", expected.References), string.Join(", ", actual.References));
    }

    private static string? Field<T>(string name, T libbpf, T waggle) =>
        EqualityComparer<T>.Default.Equals(libbpf, waggle) ? null : $"{name}\n  libbpf: {libbpf}\n  Waggle: {waggle}";

    private static string? Instructions(byte[] libbpf, byte[] waggle)
    {
        int common = libbpf.AsSpan().CommonPrefixLength(waggle);
        if (common == libbpf.Length && common == waggle.Length) return null;

        int slot = common / Instruction.SizeInBytes;
        return new StringBuilder($"instruction {slot} of {libbpf.Length / Instruction.SizeInBytes}")
            .Append("\n  libbpf:\n").Append(Listing(libbpf, slot))
            .Append("\n  Waggle:\n").Append(Listing(waggle, slot)).ToString();
    }

    private static string Listing(byte[] code, int slot)
    {
        Instruction[] program = [.. code.Chunk(Instruction.SizeInBytes).Select(static bytes => Instruction.Read(bytes, bigEndian: false))];
        return string.Join('\n', Disassembler.Disassemble(program)
            .Where(line => Math.Abs(line.Slot - slot) <= Around)
            .Select(line => $"    {(line.Slot == slot ? '>' : ' ')}{line}"));
    }
}
