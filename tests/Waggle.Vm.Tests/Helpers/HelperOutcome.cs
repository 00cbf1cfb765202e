namespace Waggle.Vm.Tests.Helpers;

/// <summary>What a program left.</summary>
internal sealed record HelperOutcome(uint ReturnValue, byte[] Packet, byte[] Result)
{
    /// <summary>A number of 8 bytes that the program has stored.</summary>
    internal long this[int index] => BitConverter.ToInt64(Result, index * sizeof(long));

    /// <summary>All of it, to compare and to read.</summary>
    public override string ToString()
    {
        int used = Array.FindLastIndex(Result, b => b != 0) + 1;
        return $"r0 {ReturnValue:x}, packet {Convert.ToHexString(Packet)}, result {Convert.ToHexString(Result.AsSpan(0, (used + 7) & ~7))}";
    }
}
