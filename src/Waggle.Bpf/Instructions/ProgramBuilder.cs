namespace Waggle.Bpf.Instructions;

/// <summary>Writes a program instruction by instruction, with labels for the targets of jumps and calls.</summary>
/// <remarks>
/// <code>
/// AssembledProgram program = new ProgramBuilder()
///     .Move(R0, 0)
///     .Label("loop")
///     .Alu(AluOperation.Add, R0, 1)
///     .JumpIf(R0, JumpOperation.LessUnsigned, 10, "loop")
///     .Exit()
///     .Build();
/// </code>
/// Not thread-safe. What has no method of its own goes through <see cref="Add(Instruction)"/>.
/// </remarks>
public sealed class ProgramBuilder
{
    private readonly CodeBuffer _code = new();

    /// <summary>Index of the slot that the next instruction takes.</summary>
    public int NextSlot => _code.Count;

    /// <summary>Adds one slot.</summary>
    public ProgramBuilder Add(Instruction instruction)
    {
        _code.Add(instruction);
        return this;
    }

    /// <summary>Adds the two slots of a 64-bit immediate.</summary>
    public ProgramBuilder Add((Instruction First, Instruction Second) wide)
    {
        _code.Add(wide);
        return this;
    }

    /// <summary>Adds slots.</summary>
    public ProgramBuilder Add(ReadOnlySpan<Instruction> instructions)
    {
        foreach (Instruction instruction in instructions)
            _code.Add(instruction);
        return this;
    }

    /// <summary>Names the next instruction, as target of jumps and calls before and behind it.</summary>
    /// <exception cref="ArgumentException">The label exists.</exception>
    public ProgramBuilder Label(string name) =>
        _code.TryLabel(name) ? this : throw new ArgumentException($"Label '{name}' is already defined.", nameof(name));

    /// <summary><c>dst = src</c>, 64 bits.</summary>
    public ProgramBuilder Move(Register destination, Register source) => Add(Instruction.Move(destination, source));

    /// <summary><c>dst = immediate</c>, sign-extended to 64 bits.</summary>
    public ProgramBuilder Move(Register destination, int immediate) => Add(Instruction.Move(destination, immediate));

    /// <summary><c>dst op= src</c>, 64 bits.</summary>
    public ProgramBuilder Alu(AluOperation operation, Register destination, Register source) =>
        Add(Instruction.Alu64(operation, destination, source));

    /// <summary><c>dst op= immediate</c>, 64 bits; the immediate is sign-extended.</summary>
    public ProgramBuilder Alu(AluOperation operation, Register destination, int immediate) =>
        Add(Instruction.Alu64(operation, destination, immediate));

    /// <summary><c>dst op= src</c> on the low 32 bits; the high 32 become zero.</summary>
    public ProgramBuilder Alu32(AluOperation operation, Register destination, Register source) =>
        Add(Instruction.Alu32(operation, destination, source));

    /// <summary><c>dst op= immediate</c> on the low 32 bits; the high 32 become zero.</summary>
    public ProgramBuilder Alu32(AluOperation operation, Register destination, int immediate) =>
        Add(Instruction.Alu32(operation, destination, immediate));

    /// <summary><c>dst = *(size *)(src + offset)</c>, zero-extended.</summary>
    public ProgramBuilder Load(MemorySize size, Register destination, Register source, short offset = 0) =>
        Add(Instruction.Load(size, destination, source, offset));

    /// <summary><c>dst = *(signed size *)(src + offset)</c>, sign-extended (Linux 6.6).</summary>
    public ProgramBuilder LoadSigned(MemorySize size, Register destination, Register source, short offset = 0) =>
        Add(Instruction.LoadSigned(size, destination, source, offset));

    /// <summary><c>*(size *)(dst + offset) = src</c>.</summary>
    public ProgramBuilder Store(MemorySize size, Register destination, short offset, Register source) =>
        Add(Instruction.Store(size, destination, offset, source));

    /// <summary><c>*(size *)(dst + offset) = immediate</c>.</summary>
    public ProgramBuilder Store(MemorySize size, Register destination, short offset, int immediate) =>
        Add(Instruction.Store(size, destination, offset, immediate));

    /// <summary>Atomic operation on <c>*(size *)(dst + offset)</c>, or on src for <see cref="AtomicOperation.LoadAcquire"/>.</summary>
    public ProgramBuilder Atomic(AtomicOperation operation, MemorySize size, Register destination, Register source, short offset = 0) =>
        Add(Instruction.Atomic(operation, size, destination, source, offset));

    /// <summary><c>dst = value</c>, all 64 bits; takes two slots.</summary>
    public ProgramBuilder LoadImmediate(Register destination, ulong value) => Add(Instruction.LoadImmediate64(destination, value));

    /// <summary><c>dst = the map</c>, by name; takes two slots.</summary>
    public ProgramBuilder LoadMap(Register destination, string map)
    {
        _code.AddMap(destination, map, valueOffset: null);
        return this;
    }

    /// <summary><c>dst = address of a byte of the map's only value</c>; takes two slots.</summary>
    /// <param name="destination">The register.</param>
    /// <param name="map">Name of an array map with one element, such as ".bss".</param>
    /// <param name="offset">Byte offset in the value.</param>
    public ProgramBuilder LoadMapValue(Register destination, string map, int offset = 0)
    {
        _code.AddMap(destination, map, offset);
        return this;
    }

    /// <summary><c>dst = address of the function at the label</c>, for helpers that call back; takes two slots (Linux 5.13).</summary>
    public ProgramBuilder LoadFunction(Register destination, string label)
    {
        _code.AddUse(new(_code.Count, label));
        return Add(Instruction.LoadPseudo(destination, PseudoSource.Function, 0));
    }

    /// <summary>Unconditional jump of up to 32,767 slots.</summary>
    public ProgramBuilder Goto(string label) => AddUse(Instruction.Goto(0), label);

    /// <summary>Unconditional jump of any distance (Linux 6.6).</summary>
    public ProgramBuilder GotoLong(string label) => AddUse(Instruction.GotoLong(0), label);

    /// <summary>Jump that the kernel takes once the loop budget is used up (Linux 6.9).</summary>
    public ProgramBuilder MayGoto(string label) => AddUse(Instruction.MayGoto(0), label);

    /// <summary><c>if left op right goto label</c>, 64 bits.</summary>
    public ProgramBuilder JumpIf(Register left, JumpOperation operation, Register right, string label) =>
        AddUse(Instruction.Jump(InstructionClass.Jmp, operation, left, right, 0), label);

    /// <summary><c>if left op right goto label</c>, 64 bits; the immediate is sign-extended.</summary>
    public ProgramBuilder JumpIf(Register left, JumpOperation operation, int right, string label) =>
        AddUse(Instruction.Jump(InstructionClass.Jmp, operation, left, right, 0), label);

    /// <summary><c>if left op right goto label</c> on the low 32 bits (Linux 5.1).</summary>
    public ProgramBuilder JumpIf32(Register left, JumpOperation operation, Register right, string label) =>
        AddUse(Instruction.Jump(InstructionClass.Jmp32, operation, left, right, 0), label);

    /// <summary><c>if left op right goto label</c> on the low 32 bits (Linux 5.1).</summary>
    public ProgramBuilder JumpIf32(Register left, JumpOperation operation, int right, string label) =>
        AddUse(Instruction.Jump(InstructionClass.Jmp32, operation, left, right, 0), label);

    /// <summary>Call of a helper by number.</summary>
    public ProgramBuilder Call(int helper) => Add(Instruction.CallHelper(helper));

    /// <summary>Call of the function of the program at a label (Linux 4.16).</summary>
    public ProgramBuilder CallFunction(string label) => AddUse(Instruction.Call(CallKind.Function, 0), label);

    /// <summary>Call of a kernel function (Linux 5.13).</summary>
    /// <param name="btfId">Its id in the kernel's BTF, or in the module's.</param>
    /// <param name="module">Index of the module's BTF in the load's descriptor array; 0 for the kernel's own.</param>
    public ProgramBuilder CallKernelFunction(int btfId, short module = 0) =>
        Add(Instruction.Call(CallKind.KernelFunction, btfId) with { Offset = module });

    /// <summary>Return from the program or function.</summary>
    public ProgramBuilder Exit() => Add(Instruction.Exit);

    /// <summary>The program so far. The builder can go on afterwards.</summary>
    /// <exception cref="ProgramBuilderException">A label is missing or out of reach; names every one.</exception>
    /// <exception cref="InvalidInstructionException">An instruction that was added is not a defined one.</exception>
    public AssembledProgram Build()
    {
        List<(LabelUse Use, string Reason)> failures = _code.ResolveLabels();
        if (failures.Count > 0)
            throw new ProgramBuilderException([.. failures.Select(failure => $"Slot {failure.Use.Slot}: {failure.Reason}.")]);
        AssembledProgram program = _code.ToProgram();
        InstructionChecker.ThrowIfUndefined(program.Instructions.AsSpan());
        return program;
    }

    private ProgramBuilder AddUse(Instruction instruction, string label)
    {
        _code.AddUse(new(_code.Count, label));
        return Add(instruction);
    }
}
