using System.Reflection.Emit;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Jit;

/// <summary>Ways out of compiled code into the interpreter, which runs the function on from an instruction with the registers as they are.</summary>
/// <remarks>The code of the ways out stands behind the function's own, where RyuJIT takes it for cold. Only registers that are still read are
/// handed over.</remarks>
internal sealed class Exits(FunctionWriter writer, PendingValues pending, Liveness liveness, FrameVariables variables, bool isSegment, bool usesFrame)
{
    private const int RegisterCount = 10; // r10 is handed over as the frame

    private readonly record struct Exit(Label Label, int Slot, Node?[] Registers);

    private readonly List<Exit> _exits = [];
    private readonly List<Exit> _spent = [];
    private LocalBuilder? _place;

    /// <summary>A way out to an instruction, for a check that fails just before it. Computes what the registers hold, but for what is
    /// cheap to compute again.</summary>
    internal Label To(int slot)
    {
        int live = liveness.Before(slot);
        pending.ComputeDear(live);
        var registers = new Node?[RegisterCount];
        for (int register = 0; register < RegisterCount; register++)
        {
            if ((live >> register & 1) != 0) registers[register] = pending.Peek(register) ?? new RegisterNode(register);
        }

        // Checks of one instruction share the way out.
        if (_exits.Count > 0 && _exits[^1].Slot == slot && _exits[^1].Registers.Zip(registers).All(p => ReferenceEquals(p.First, p.Second) || p is { First: RegisterNode, Second: RegisterNode }))
            return _exits[^1].Label;
        Label label = writer.IL.DefineLabel();
        _exits.Add(new(label, slot, registers));
        return label;
    }

    /// <summary>Writes all of them.</summary>
    /// <param name="budget">The variable that holds the budget; null if the function has none.</param>
    internal void Write(LocalBuilder? budget)
    {
        ILGenerator il = writer.IL;
        foreach (Exit exit in _exits)
        {
            il.MarkLabel(exit.Label);
            HandOver(exit.Registers);
            if (budget is not null)
            {
                writer.LoadRun();
                il.Emit(OpCodes.Ldloc, budget);
                writer.StoreField(nameof(RunContext.Budget));
            }

            if (!usesFrame)
            {
                writer.LoadFrame();
                writer.Call(typeof(CompiledProgram), nameof(CompiledProgram.ClearFrame)); // the interpreter takes it for cleared
            }

            variables.StoreAll();

            writer.LoadRun();
            il.Emit(OpCodes.Ldc_I4, exit.Slot);
            writer.LoadFrame();
            Return(nameof(CompiledProgram.Leave));
        }

        foreach (Exit exit in _spent)
        {
            il.MarkLabel(exit.Label);
            HandOver(exit.Registers);
            writer.LoadRun();
            il.Emit(OpCodes.Ldc_I4, exit.Slot);
            writer.LoadFrame();
            Return(nameof(CompiledProgram.Spend));
        }
    }

    /// <summary>Writes code that ends the run because its budget is used up.</summary>
    /// <param name="slot">The jump.</param>
    /// <param name="live">Registers that the way on would read.</param>
    internal void EmitSpent(int slot, int live)
    {
        var registers = new Node?[RegisterCount];
        for (int register = 0; register < RegisterCount; register++)
        {
            if ((live >> register & 1) != 0) registers[register] = new RegisterNode(register);
        }

        Label label = writer.IL.DefineLabel();
        writer.IL.Emit(OpCodes.Br, label);
        _spent.Add(new(label, slot, registers));
    }

    // Calls what goes on, with run, slot and frame on the evaluation stack, and returns what it returns.
    private void Return(string method)
    {
        if (isSegment)
        {
            writer.IL.Emit(OpCodes.Ldarg_1); // the registers in memory
            method += "Segment";
        }

        writer.Call(typeof(CompiledProgram), method);
        writer.IL.Emit(OpCodes.Ret);
    }

    private void HandOver(Node?[] registers)
    {
        if (Array.TrueForAll(registers, r => r is null)) return;
        LocalBuilder place = _place ??= writer.IL.DeclareLocal(typeof(nint));
        writer.LoadRun();
        writer.LoadField(nameof(RunContext.Registers));
        writer.IL.Emit(OpCodes.Stloc, place);
        for (int register = 0; register < RegisterCount; register++)
        {
            if (registers[register] is not { } value) continue;
            writer.IL.Emit(OpCodes.Ldloc, place);
            writer.IL.Emit(OpCodes.Ldc_I4, register * sizeof(ulong));
            writer.IL.Emit(OpCodes.Add);
            value.Emit(writer);
            writer.IL.Emit(OpCodes.Stind_I8);
        }
    }
}
