using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Waggle.Vm.Code;

namespace Waggle.Vm.Execution;

/// <summary>Ends a run at an instruction that breaks a rule.</summary>
internal static unsafe class Faults
{
    private const int RegisterCount = 11;

    /// <summary>An access to memory that the program may not touch.</summary>
    [DoesNotReturn]
    internal static void Memory(RunContext run, int slot, ulong* registers, ulong address, int size, bool isWrite)
    {
        string what = isWrite ? "writes" : "reads";
        throw At(run, slot, registers, VmFaultKind.Memory, string.Create(CultureInfo.InvariantCulture, $"It {what} {size} bytes at 0x{address:x}, which it may not."),
            address, size, isWrite);
    }

    /// <summary>An atomic operation on an address that is no multiple of its width.</summary>
    [DoesNotReturn]
    internal static void Alignment(RunContext run, int slot, ulong* registers, ulong address, int size) =>
        throw At(run, slot, registers, VmFaultKind.Alignment,
            string.Create(CultureInfo.InvariantCulture, $"An atomic operation on {size} bytes needs an address that is a multiple of {size}; it is 0x{address:x}."), address, size, isWrite: true);

    /// <summary>The budget is used up, on the way from <paramref name="slot"/> to <paramref name="next"/>.</summary>
    [DoesNotReturn]
    internal static void Budget(RunContext run, int slot, int next, ulong* registers) =>
        throw At(run, slot, registers, VmFaultKind.Budget, "The run has used up its instructions.", readFrom: next);

    /// <summary>Too many calls deep.</summary>
    [DoesNotReturn]
    internal static void CallDepth(RunContext run, int slot, ulong* registers) =>
        throw At(run, slot, registers, VmFaultKind.CallDepth, $"This call would make the program more than {RunContext.MaximumFrames} frames deep.");

    /// <summary>An instruction of which a proof says that no path leads to it.</summary>
    [DoesNotReturn]
    internal static void Unproven(RunContext run, int slot, ulong* registers) => throw At(run, slot, registers, VmFaultKind.Unproven,
        "The verifier says that nothing leads to this instruction, and the run came to it: this is a bug of Waggle, please report it with the program.");

    /// <summary>A helper that is not there.</summary>
    [DoesNotReturn]
    internal static void UnknownHelper(RunContext run, int slot, ulong* registers, string reason) =>
        throw At(run, slot, registers, VmFaultKind.UnknownHelper, reason);

    /// <summary>A helper was given what its contract does not allow.</summary>
    [DoesNotReturn]
    internal static void HelperArgument(RunContext run, int slot, ulong* registers, string reason) =>
        throw At(run, slot, registers, VmFaultKind.HelperArgument, reason);

    /// <summary>Ends a run from inside a helper; the slot is that of its call.</summary>
    [DoesNotReturn]
    internal static void InHelper(RunContext run, VmFaultKind kind, string reason) =>
        throw new FaultException(new VmFault(kind, run.Current.Image.Name, run.Slot, reason));

    private static FaultException At(
        RunContext run, int slot, ulong* registers, VmFaultKind kind, string reason, ulong address = 0, int size = 0, bool isWrite = false, int? readFrom = null)
    {
        ProgramImage image = run.Current.Image;
        return new(new VmFault(kind, image.Name, slot, reason)
        {
            Address = address,
            SizeInBytes = size,
            IsWrite = isWrite,
            Region = size == 0 ? null : run.DescribeNearest(address),
            Registers = LiveRegisters(image.Code, readFrom ?? slot, registers),
        });
    }

    // Compiled code keeps only what is still of use, so that is what every engine reports.
    private static ImmutableArray<ulong?> LiveRegisters(ProgramCode code, int slot, ulong* registers)
    {
        int live = code.LivenessOf(code.FunctionOf(slot)).Before(slot);
        var values = ImmutableArray.CreateBuilder<ulong?>(RegisterCount);
        for (int i = 0; i < RegisterCount; i++) values.Add((live >> i & 1) != 0 ? registers[i] : null);
        return values.MoveToImmutable();
    }
}
