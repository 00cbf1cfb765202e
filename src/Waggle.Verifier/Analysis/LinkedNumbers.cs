using System.Runtime.InteropServices;

namespace Waggle.Verifier.Analysis;

/// <summary>Up to six registers and stack slots that hold one value, in a word: that is how the way back remembers them.</summary>
/// <remarks>Each takes ten bits: frame (3), register or slot (6), whether it is a register (1); the lowest four bits count them.</remarks>
[StructLayout(LayoutKind.Auto)]
internal struct LinkedNumbers(ulong packed = 0)
{
    private const int Most = 6, EntryBits = 10, CountBits = 4;

    public ulong Packed { get; private set; } = packed;

    public readonly int Count => (int)(Packed & 15);

    public readonly (int Frame, int Index, bool IsRegister) this[int index]
    {
        get
        {
            uint entry = (uint)(Packed >> (CountBits + index * EntryBits)) & 0x3ff;
            return ((int)(entry & 7), (int)(entry >> 3 & 63), entry >> 9 != 0);
        }
    }

    /// <summary>Adds one, if there is room.</summary>
    public bool TryAdd(int frame, int index, bool isRegister)
    {
        if (Count == Most) return false;
        ulong entry = (uint)frame | (uint)index << 3 | (isRegister ? 1u : 0) << 9;
        Packed = (Packed | entry << (CountBits + Count * EntryBits)) + 1;
        return true;
    }
}
