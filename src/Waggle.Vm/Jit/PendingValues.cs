namespace Waggle.Vm.Jit;

/// <summary>Values of registers that are known as expressions and not computed yet, inside one block.</summary>
/// <remarks>What is used once is computed where it is used, on the evaluation stack: fewer variables are read and written, which keeps RyuJIT
/// optimising and saves it spills. The invariant that makes it right: no pending expression, but a register's own, reads the variable of a
/// register that has a pending value. So a variable can be written at any time without changing what others mean.</remarks>
internal sealed class PendingValues(FunctionWriter writer)
{
    // Deep expressions cost RyuJIT stack and us recursion.
    private const int LargestExpression = 24;

    private readonly Node?[] _values = new Node?[11];
    private readonly Node?[] _definitions = new Node?[11]; // what variables were computed from, as long as that has not changed

    /// <summary>The value of a register that is read.</summary>
    /// <param name="register">The register.</param>
    /// <param name="isLastUse">Whether nothing reads it after this, so that its expression may move here.</param>
    internal Node Use(int register, bool isLastUse)
    {
        Node? value = _values[register];
        if (value is null) return new RegisterNode(register);
        if (value.IsCheap) return value;
        if (isLastUse)
        {
            _values[register] = null;
            return value;
        }

        Compute(register);
        return new RegisterNode(register);
    }

    /// <summary>Gives a register a value.</summary>
    /// <param name="register">The register.</param>
    /// <param name="value">The value.</param>
    /// <param name="isLive">Whether anything reads it.</param>
    internal void Set(int register, Node value, bool isLive)
    {
        _values[register] = null; // what it was has no effect
        if (!isLive) return;
        ComputeReadersOf(register);
        _values[register] = value;
        if (value.Size > LargestExpression) Compute(register);
    }

    /// <summary>Computes what reads the variable of a frame slot, before that is written.</summary>
    internal void ComputeReadersOfSlot(int slot)
    {
        ComputeReadersOf(Node.FirstSlotBit + slot);
        ForgetDefinitions(Node.FirstSlotBit + slot);
    }

    /// <summary>What a value was computed from, to recognise what a few instructions do together; the value itself if that is not known.</summary>
    internal Node DefinitionOf(Node value) => value switch
    {
        RegisterNode { Register: < 10 and var register } => _definitions[register] ?? value,
        UnaryNode { Operation: UnaryOperation.Low, Operand: RegisterNode { Register: < 10 and var register } } when _definitions[register] is { } definition => Nodes.Low(definition),
        _ => value,
    };

    /// <summary>Whether an expression may become the pending value of a register: no other register that it reads has one.</summary>
    internal bool MayPend(Node value, int register)
    {
        for (int other = 0; other < _values.Length; other++)
        {
            if (other != register && (value.Reads >> other & 1) != 0 && _values[other] is not null) return false;
        }

        return true;
    }

    /// <summary>Forgets what variables were computed from: at a place that is reached on several ways.</summary>
    internal void ForgetDefinitions() => Array.Clear(_definitions);

    /// <summary>Computes what reads the variable of a register, before that is written.</summary>
    internal void ComputeReadersOf(int register)
    {
        for (int other = 0; other < _values.Length; other++)
        {
            if (other != register && _values[other] is { } reader && (reader.Reads >> register & 1) != 0) Compute(other);
        }
    }

    /// <summary>Drops the pending value of a register: its variable holds it now.</summary>
    internal void Forget(int register)
    {
        _values[register] = null;
        ForgetDefinitions(register);
        _definitions[register] = null;
    }

    /// <summary>The pending value of a register; null if its variable holds it.</summary>
    internal Node? Peek(int register) => _values[register];

    /// <summary>Computes a pending value into its variable.</summary>
    internal void Compute(int register)
    {
        if (_values[register] is not { } value) return;
        _values[register] = null;
        value.Emit(writer);
        writer.StoreRegister(register);
        ForgetDefinitions(register);
        _definitions[register] = value.HasLoad || (value.Reads >> register & 1) != 0 ? null : value;
    }

    private void ForgetDefinitions(int variable)
    {
        for (int register = 0; register < _definitions.Length; register++)
        {
            if (_definitions[register] is { } definition && (definition.Reads >> variable & 1) != 0) _definitions[register] = null;
        }
    }

    /// <summary>Computes what reads memory, before memory changes.</summary>
    internal void ComputeLoads()
    {
        for (int register = 0; register < _values.Length; register++)
        {
            if (_values[register] is { HasLoad: true }) Compute(register);
        }
    }

    /// <summary>Computes what some registers hold; all others are forgotten.</summary>
    /// <param name="live">The registers, a bit each.</param>
    internal void ComputeAll(int live)
    {
        for (int register = 0; register < _values.Length; register++)
        {
            if ((live >> register & 1) != 0) Compute(register);
            else _values[register] = null;
        }
    }

    /// <summary>Computes what some registers hold, but for what is cheap to compute again.</summary>
    internal void ComputeDear(int live)
    {
        for (int register = 0; register < _values.Length; register++)
        {
            if ((live >> register & 1) != 0 && _values[register] is { IsCheap: false }) Compute(register);
        }
    }
}
