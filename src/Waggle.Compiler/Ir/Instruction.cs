using Waggle.Compiler.Diagnostics;

namespace Waggle.Compiler.Ir;

/// <summary>A step of a function, and the value that it makes.</summary>
internal abstract class Instruction : Value
{
    private readonly List<Value> _operands;

    protected Instruction(IrType type, params ReadOnlySpan<Value> operands) : base(type)
    {
        _operands = new List<Value>(operands.Length);
        foreach (Value operand in operands) AddOperand(operand);
    }

    internal IReadOnlyList<Value> Operands => _operands;

    internal Block? Block { get; set; }

    internal SourcePosition Position { get; set; } = SourcePosition.None;

    /// <summary>Whether it does something besides making its value: such an instruction stays even if nothing uses it.</summary>
    internal virtual bool HasEffect => false;

    /// <summary>Whether equal operands always make an equal value, wherever the instruction stands.</summary>
    internal virtual bool IsPure => false;

    /// <summary>Whether it may change memory.</summary>
    internal virtual bool WritesMemory => false;

    /// <summary>What tells two pure instructions of one class apart besides their operands.</summary>
    internal virtual object? Identity => null;

    /// <summary>The same instruction with other operands, for a copy of its block.</summary>
    internal virtual Instruction? Clone(Func<Value, Value> map) => null;

    internal void SetOperand(int index, Value value)
    {
        Unuse(_operands[index]);
        _operands[index] = value;
        Use(value);
    }

    internal void AddOperand(Value value)
    {
        _operands.Add(value);
        Use(value);
    }

    internal void RemoveOperand(int index)
    {
        Unuse(_operands[index]);
        _operands.RemoveAt(index);
    }

    /// <summary>Lets go of the operands; the caller takes the instruction out of its block.</summary>
    internal void DropOperands()
    {
        foreach (Value operand in _operands) Unuse(operand);
        _operands.Clear();
    }

    /// <summary>Takes the instruction out of its block.</summary>
    internal void Remove()
    {
        DropOperands();
        Block!.Instructions.Remove(this);
        Block = null;
    }

    private void Use(Value value)
    {
        if (value is not Constant) value.Users.Add(this);
    }

    private void Unuse(Value value)
    {
        if (value is Constant) return;
        int last = value.Users.LastIndexOf(this);
        value.Users.RemoveAt(last);
    }
}
