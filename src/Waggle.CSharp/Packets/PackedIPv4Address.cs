namespace Waggle.CSharp;

/// <summary>An IPv4 address that need not lie at a multiple of four bytes.</summary>
internal struct PackedIPv4Address
{
    private ushort _first;
    private ushort _second;

    public IPv4Address Value
    {
        readonly get => IPv4Address.FromRaw(_first | (uint)_second << 16);
        set => (_first, _second) = ((ushort)value.Raw, (ushort)(value.Raw >> 16));
    }
}
