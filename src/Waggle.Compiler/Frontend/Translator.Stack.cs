using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;

namespace Waggle.Compiler.Frontend;

/// <summary>The evaluation stack, and how structs stand on it.</summary>
internal sealed partial class Translator
{
    private void Push(Value value) => _frame.Stack.Add(new StackEntry(value));

    private void Push(StackEntry entry) => _frame.Stack.Add(entry);

    private StackEntry Pop()
    {
        List<StackEntry> stack = _frame.Stack;
        StackEntry entry = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return entry;
    }

    /// <summary>Takes a number; a struct of 8 bytes or less counts as one.</summary>
    private Value PopValue()
    {
        StackEntry entry = Pop();
        return entry.Struct is null ? entry.Value : LoadStruct(entry);
    }

    private Value PopInt64() => Widen(PopValue(), signed: true);

    private Load LoadStruct(StackEntry entry) =>
        Emit(new Load(entry.Value, 0, entry.Struct!.Size is 1 or 2 or 4 ? entry.Struct.Size : 8, false));

    private Value Widen(Value value, bool signed)
    {
        if (value.Type != IrType.Int32) return value;
        if (value is Constant constant) return Constant.Int64(signed ? constant.Number : (long)constant.Bits);
        return Emit(new Conversion(signed ? ConversionKind.Sign32 : ConversionKind.Zero32, IrType.Int64, value));
    }

    private Value Truncate(Value value)
    {
        if (value.Type != IrType.Int64) return value;
        return value is Constant constant
            ? Constant.Int32((int)constant.Number)
            : Emit(new Conversion(ConversionKind.Truncate, IrType.Int32, value));
    }

    /// <summary>Cuts a 64-bit value to what a type holds, and extends that again as the evaluation stack has it.</summary>
    private Value Narrow(Value value, TypeLayout layout)
    {
        if (layout.Size == 8) return Widen(value, layout.IsSigned);
        value = Truncate(value);
        return layout.Size switch
        {
            1 => Emit(new Conversion(layout.IsSigned ? ConversionKind.Sign8 : ConversionKind.Zero8, IrType.Int32, value)),
            2 => Emit(new Conversion(layout.IsSigned ? ConversionKind.Sign16 : ConversionKind.Zero16, IrType.Int32, value)),
            _ => value,
        };
    }

    private static StackSlot NewSlot(string name, TypeLayout layout) => new(name, layout.Size, layout.Alignment);

    /// <summary>Puts a number into a struct that has room for it and nothing else.</summary>
    private StackEntry Wrap(Value value, TypeLayout layout)
    {
        StackSlot slot = NewSlot(layout.Type.Name, layout);
        Emit(new Store(slot, 0, layout.Size, layout.Size == 8 ? Widen(value, false) : Truncate(value)));
        return new StackEntry(slot, layout, IsOwned: true);
    }

    /// <summary>Gives an argument that the method changes a place of its own.</summary>
    private StackEntry MakeVariable(StackEntry entry, TypeLayout layout)
    {
        if (entry is { Struct: not null, IsOwned: true }) return entry;
        StackSlot slot = NewSlot("argument", layout);
        StoreTo(slot, 0, layout, entry);
        return new StackEntry(slot, layout, IsOwned: true);
    }

    /// <summary>Copies a struct that something else might change.</summary>
    private StackEntry Own(StackEntry entry)
    {
        if (entry.Struct is null || entry.IsOwned) return entry;
        StackSlot slot = NewSlot(entry.Struct.Type.Name, entry.Struct);
        Emit(new Copy(slot, entry.Value, entry.Struct));
        return new StackEntry(slot, entry.Struct, IsOwned: true);
    }

    /// <summary>Copies the structs that are still where they were read from: memory is about to change.</summary>
    private void OwnStack()
    {
        List<StackEntry> stack = _frame.Stack;
        for (int i = 0; i < stack.Count; i++) stack[i] = Own(stack[i]);
    }

    /// <summary>The place for code at an offset, with room for what stands on the stack; queues it if it is new.</summary>
    private BlockStart StartAt(CodeCopy copy, int offset, List<StackEntry> stack)
    {
        if (_frame.Starts.TryGetValue((copy, offset), out BlockStart? start)) return start;
        var slots = new (StackSlot, IrType, TypeLayout?)[stack.Count];
        for (int i = 0; i < slots.Length; i++)
        {
            StackEntry entry = stack[i];
            slots[i] = entry.Struct is null
                ? (new StackSlot("stack", entry.Value.Type == IrType.Int64 ? 8 : 4, 8), entry.Value.Type, null)
                : (NewSlot("stack", entry.Struct), IrType.Void, entry.Struct);
        }

        start = new BlockStart(copy, offset, _function.NewBlock(), slots);
        _frame.Starts[(copy, offset)] = start;
        _frame.Pending.Push(start);
        return start;
    }

    /// <summary>Leaves the stack where code at an offset will look for it.</summary>
    private Block Enter(int offset)
    {
        List<StackEntry> stack = _frame.Stack;
        BlockStart start = StartAt(_copy, offset, stack);
        for (int i = 0; i < start.Stack.Length && i < stack.Count; i++)
        {
            (StackSlot slot, IrType type, TypeLayout? layout) = start.Stack[i];
            if (layout is not null) Emit(new Copy(slot, stack[i].Value, layout));
            else Emit(new Store(slot, 0, type == IrType.Int64 ? 8 : 4, type == IrType.Int64 ? Widen(stack[i].Value, true) : Truncate(stack[i].Value)));
        }

        return start.Block;
    }
}
