using System.Collections.Concurrent;
using System.Collections.Frozen;
using Waggle.Bpf.Catalog;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>The helpers of Linux that the engine has, by number.</summary>
/// <remarks>Thread-safe. One row adds a helper: its name and contract are in the catalogue.</remarks>
internal static unsafe class HelperTable
{
    private static readonly FrozenDictionary<int, HelperRow> s_rows = new HelperRow[][]
    {
        MapFunctions.Rows,
        TailCallFunction.Rows,
        ClockFunctions.Rows,
        CallerFunctions.Rows,
        TextFunctions.Rows,
        ProbeFunctions.Rows,
        RingFunctions.Rows,
        DynptrFunctions.Rows,
        LockFunctions.Rows,
        TimerFunctions.Rows,
        LoopFunctions.Rows,
        StackFunctions.Rows,
        PrintFunctions.Rows,
        ChecksumFunctions.Rows,
        PacketFunctions.Rows,
        PacketShapeFunctions.Rows,
        PacketTagFunctions.Rows,
        RedirectFunctions.Rows,
        XdpFunctions.Rows,
        OutputFunctions.Rows,
        StorageFunctions.Rows,
    }.SelectMany(rows => rows).ToFrozenDictionary(row => row.Number);

    private static readonly ConcurrentDictionary<(int Number, ProgramType Type), HelperBinding?> s_bindings = new();

    /// <summary>The numbers of all helpers that the engine has.</summary>
    internal static IEnumerable<int> Numbers => s_rows.Keys.Order();

    /// <summary>A helper as a type of program calls it.</summary>
    /// <param name="number">The immediate of the call.</param>
    /// <param name="type">The type; <see cref="ProgramType.Unspecified"/> for a program on plain memory, which may call any.</param>
    /// <returns>Null if the engine does not have it, or such programs may not call it.</returns>
    internal static HelperBinding? Find(int number, ProgramType type = ProgramType.Unspecified) =>
        s_rows.ContainsKey(number) ? s_bindings.GetOrAdd((number, type), static key => Bind(key.Number, key.Type)) : null;

    private static HelperBinding? Bind(int number, ProgramType type)
    {
        HelperContract? contract = type == ProgramType.Unspecified ? HelperContracts.Of(number).FirstOrDefault() : HelperContracts.Find(number, type);
        if (contract is null) return null;
        IArgumentCheck? check = ContractCheck.For(number, HelperNames.NameOf(number)!, contract.Arguments);
        return new HelperBinding(number, HelperNames.NameOf(number)!, s_rows[number].Function, check);
    }
}
