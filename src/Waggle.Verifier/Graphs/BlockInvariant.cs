using System.Globalization;
using System.Numerics;
using Waggle.Verifier.Explanations;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Graphs;

/// <summary>What holds in all states that were seen at one place: of registers that are used later, and of the stack of the function.</summary>
/// <param name="live">Registers that are used later: a bit each.</param>
internal sealed class BlockInvariant(int live)
{
    private const int BytesInSlot = 8;

    private readonly ValueJoin?[] _registers = new ValueJoin?[Frame.FramePointer];
    private readonly Frame _stack = new();
    private readonly ValueJoin?[] _spills = new ValueJoin?[Frame.MostSlots];
    private ulong _varied; // iterators that have come to different rounds: a bit each
    private int _depth;

    /// <summary>How many states were seen.</summary>
    public int Visits { get; private set; }

    public void Add(PathState state)
    {
        Frame frame = state.Current;
        for (int rest = live & (1 << Frame.FramePointer) - 1; rest != 0; rest &= rest - 1)
        {
            int register = BitOperations.TrailingZeroCount(rest);
            (_registers[register] ??= new ValueJoin()).Add(frame.Registers[register]);
        }

        if (Visits++ == 0)
        {
            _depth = state.Depth;
            _stack.CopyFrom(frame);
            for (int i = 0; i < frame.SlotCount; i++) AddSpill(i, frame);
            return;
        }
        for (int i = 0; i < _stack.SlotCount; i++) AddSlot(i, frame);
    }

    /// <summary>"R1=ctx()", "fp-8=mmmmmmmm".</summary>
    public IEnumerable<string> Write(StateText state, SlotText slots)
    {
        for (int register = 0; register < _registers.Length; register++)
        {
            if (_registers[register] is { IsNothing: false } value) yield return string.Create(CultureInfo.InvariantCulture, $"R{register}={value.Write(state, _depth)}");
        }
        for (int i = 0; i < _stack.SlotCount; i++)
        {
            if (slots.Write(_stack, i, _depth) is not { } text) continue;
            if ((_varied >> i & 1) != 0) yield return text[..text.IndexOf('(', StringComparison.Ordinal)] + "()";
            else yield return _spills[i] is { } spill && _stack.Slots[i].IsSpill
                ? string.Create(CultureInfo.InvariantCulture, $"fp{-BytesInSlot * (i + 1)}={(_stack.Slots[i].IsFullSpill ? "" : "part of ")}{spill.Write(state, _depth)}")
                : text;
        }
    }

    private void AddSpill(int number, Frame frame)
    {
        if (frame.Slots[number].IsSpill) (_spills[number] ??= new ValueJoin()).Add(frame.Slots[number].Register);
    }

    // What one state has not written is not known to be there.
    private void AddSlot(int number, Frame frame)
    {
        ref StackSlot known = ref _stack.Slots[number];
        StackSlot added = number < frame.SlotCount ? frame.Slots[number] : default;
        if (known.Contents == added.Contents)
        {
            if (known.IsSpill) AddSpill(number, frame);
            else if (IsIterator(known) && known.Register.TypeId == added.Register.TypeId) _varied |= known.Register.IsLike(added.Register) ? 0 : 1ul << number;
            else if (!known.Register.IsLike(added.Register) && !IsPlain(known)) known = default;
            return;
        }

        for (int i = 0; i < BytesInSlot; i++)
        {
            (SlotContent was, SlotContent now) = (known[i], added[i]);
            if (was == now && was is SlotContent.Misc or SlotContent.Zero) continue;
            known.Set(i, IsByte(was) && IsByte(now) ? SlotContent.Misc : SlotContent.Invalid);
        }
        known.Register = default;
        _varied &= ~(1ul << number);
        _spills[number] = null;
    }

    private static bool IsByte(SlotContent content) => content is SlotContent.Spill or SlotContent.Misc or SlotContent.Zero;

    private static bool IsIterator(in StackSlot slot) => slot[0] == SlotContent.Iterator;

    private static bool IsPlain(in StackSlot slot)
    {
        for (int i = 0; i < BytesInSlot; i++)
        {
            if (slot[i] is not (SlotContent.Misc or SlotContent.Zero or SlotContent.Invalid)) return false;
        }
        return true;
    }
}
