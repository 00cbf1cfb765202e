namespace Waggle.Vm.Code;

/// <summary>What is thought of all registers and of the words of the frame.</summary>
internal sealed class PointerState
{
    private const int RegisterCount = 11;
    private const int WordCount = 64; // of 8 bytes

    private readonly PointerFact[] _facts = new PointerFact[RegisterCount + WordCount];

    internal PointerFact this[int register]
    {
        get => _facts[register];
        set => _facts[register] = value;
    }

    internal PointerState Clone()
    {
        PointerState copy = new();
        _facts.CopyTo(copy._facts, 0);
        return copy;
    }

    /// <summary>Takes in what is thought on another way to the same place.</summary>
    /// <returns>Whether that changed anything.</returns>
    internal bool Join(PointerState other)
    {
        bool hasChanged = false;
        for (int i = 0; i < _facts.Length; i++)
        {
            PointerFact joined = _facts[i].Join(other._facts[i]);
            hasChanged |= joined != _facts[i];
            _facts[i] = joined;
        }

        return hasChanged;
    }

    /// <summary>The word at an offset of the frame.</summary>
    internal PointerFact LoadWord(int offset) => IsWord(offset) ? _facts[IndexOf(offset)] with { IsCertain = false } : default;

    /// <summary>Notes a store to the frame.</summary>
    internal void Store(int offset, int width, in PointerFact value)
    {
        for (int byteOffset = Math.Max(offset, -8 * WordCount); byteOffset < Math.Min(offset + width, 0); byteOffset++)
            _facts[IndexOf(byteOffset & ~7)] = default;
        if (width == 8 && IsWord(offset)) _facts[IndexOf(offset)] = value;
    }

    private static bool IsWord(int offset) => offset is >= -8 * WordCount and <= -8 && offset % 8 == 0;

    private static int IndexOf(int offset) => RegisterCount + WordCount + offset / 8;
}
