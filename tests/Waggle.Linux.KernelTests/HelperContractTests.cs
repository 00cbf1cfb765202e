using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Types;
using Waggle.Linux.Features;

namespace Waggle.Linux.KernelTests;

/// <summary>The catalogue's contracts against what the verifier says to calls that break them.</summary>
/// <remarks>The rows are those of Linux 6.18: older kernels have fewer helpers, for fewer types, and other words.</remarks>
public class HelperContractTests
{
    private const int CurrentTask = 158; // bpf_get_current_task_btf

    private static readonly Version s_rowsAreOf = new(6, 18);

    public static TheoryData<ProgramType> Types => [.. Enum.GetValues<ProgramType>().Where(t => t != ProgramType.Unspecified)];

    private static bool IsCurrent => Environment.OSVersion.Version >= s_rowsAreOf;

    [Fact]
    public void Numbers_OfTheKernelsOwnTypes_AreThoseOfTheNames()
    {
        KernelAccess.RequireKernelBtf();
        Assert.True(KernelEngine.Create().KernelBtf.TryFind("bpf_func_id", out _, out BtfEnum? numbers));

        string[] theirs = [.. numbers!.Values.Where(v => v.Name is not ("BPF_FUNC_unspec" or "__BPF_FUNC_MAX_ID")).Select(v => $"{v.Value} bpf_{v.Name["BPF_FUNC_".Length..]}")];

        Assert.Equal(HelperNames.All.Take(theirs.Length).Select(h => $"{h.Number} {h.Name}"), theirs); // older kernels have fewer
        Assert.All(HelperContracts.All, c => Assert.Equal(c.Number, HelperNames.All[c.Number - 1].Number));
    }

    [Theory, MemberData(nameof(Types))]
    public void Types_OfEachHelper_AreThoseThatTheKernelLetsCallIt(ProgramType type)
    {
        using VerifierTrial trial = VerifierTrial.Of(type);

        List<string> differences = [];
        foreach ((HelperName helper, Feature answer) in HelperNames.All.Zip(KernelFeatures.Helpers(type)))
        {
            HelperContract? contract = HelperContracts.Find(helper.Number, type);
            bool isThere = answer.Availability == Availability.Yes;
            if (isThere && contract is null) differences.Add($"{helper.Name} can be called");
            if (!isThere && IsCurrent && contract is { Conditions: HelperConditions.None }) differences.Add($"{helper.Name} can't be called: {answer.Evidence}");
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    [Theory, MemberData(nameof(Types))]
    public void Arguments_OfEachHelper_AreWhatTheVerifierAsksFor(ProgramType type)
    {
        using VerifierTrial trial = VerifierTrial.Of(type);
        if (!IsCurrent) Assert.Skip("the words are compared with those of Linux 6.18");

        List<string> differences = [];
        int checkedArguments = 0;
        foreach (HelperContract contract in Callable(type))
        {
            for (int i = 0; i <= contract.Arguments.Length && i < 5; i++)
            {
                HelperArgument? wanted = i < contract.Arguments.Length ? contract.Arguments[i] : null;
                string name = $"{HelperNames.All[contract.Number - 1].Name} R{i + 1} ({wanted?.Kind.ToString() ?? "none"})";
                if (Differs(trial, contract, i, wanted) is { } difference) differences.Add($"{name}: {difference}");
                checkedArguments++;
                if (wanted is null || !CanSatisfy(wanted)) break;
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.True(checkedArguments > 30);
    }

    [Theory]
    [InlineData(ProgramType.Xdp)]
    [InlineData(ProgramType.SchedCls)]
    public void TakesPackets_OfEachHelperWithMemory_IsWhetherTheVerifierTakesThem(ProgramType type)
    {
        using VerifierTrial trial = VerifierTrial.Of(type);
        short data = (short)(type == ProgramType.Xdp ? 0 : 76);

        List<string> differences = [];
        int seen = 0;
        foreach (HelperContract contract in Callable(type))
        {
            int i = IndexOf(contract, a => a.Kind is ArgumentKind.MapKey or ArgumentKind.MapValue or ArgumentKind.Memory);
            if (i < 0 || contract.MightSleep || !contract.Arguments.Take(i).All(a => CanSatisfy(a) && a.TypeName is null)) continue;
            seen++;
            string log = trial.Load([
                Instruction.Move(Register.R6, Register.R1),
                Instruction.Load(MemorySize.Word, Register.R7, Register.R6, data),
                Instruction.Load(MemorySize.Word, Register.R8, Register.R6, (short)(data + 4)),
                Instruction.Move(Register.R9, Register.R7),
                Instruction.Alu64(AluOperation.Add, Register.R9, 64),
                Instruction.Jump(InstructionClass.Jmp, JumpOperation.GreaterUnsigned, Register.R9, Register.R8, 30), // filled up below
                .. Call(trial, contract, i, [Instruction.Move((Register)(i + 1), Register.R7)], 30)]).Log;
            bool isRefused = log.Contains("helper access to the packet is not allowed", StringComparison.Ordinal);
            if (isRefused == contract.TakesPackets) differences.Add($"{HelperNames.All[contract.Number - 1].Name}: {log}");
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.True(seen > 20);
    }

    [Theory]
    [InlineData(ProgramType.Tracepoint)]
    [InlineData(ProgramType.Xdp)]
    [InlineData(ProgramType.Syscall)]
    public void Licence_OfEachHelper_IsTheOneThatTheVerifierWants(ProgramType type)
    {
        using VerifierTrial trial = VerifierTrial.Of(type);

        List<string> differences = [.. Callable(type)
            .Where(c => trial.Load([Instruction.CallHelper(c.Number), Instruction.Move(Register.R0, 0), Instruction.Exit], license: "none").Log
                .Contains("GPL", StringComparison.Ordinal) != c.IsGplOnly)
            .Select(c => HelperNames.All[c.Number - 1].Name)];

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    [Theory]
    [InlineData(ProgramType.Tracepoint)]
    [InlineData(ProgramType.SocketFilter)]
    public void MightSleep_OfEachHelper_IsWhatTheVerifierSaysInAProgramThatMayNot(ProgramType type)
    {
        using VerifierTrial trial = VerifierTrial.Of(type);
        if (!IsCurrent) Assert.Skip("the words are compared with those of Linux 6.18");

        List<string> differences = [.. Callable(type)
            .Where(c => trial.Load([Instruction.CallHelper(c.Number), Instruction.Move(Register.R0, 0), Instruction.Exit]).Log
                .Contains("might sleep in", StringComparison.Ordinal) != c.MightSleep)
            .Select(c => HelperNames.All[c.Number - 1].Name)];

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    private static IEnumerable<HelperContract> Callable(ProgramType type) => KernelFeatures.Helpers(type)
        .Zip(HelperNames.All)
        .Where(pair => pair.First.Availability == Availability.Yes)
        .Select(pair => HelperContracts.Find(pair.Second.Number, type))
        .OfType<HelperContract>();

    // What is wrong about one argument, with all before it as they should be; null if nothing is.
    private static string? Differs(VerifierTrial trial, HelperContract contract, int i, HelperArgument? wanted)
    {
        string register = $"R{i + 1}";
        string absent = Say([]);
        // The verifier stops before the arguments.
        if ((contract.MightSleep && !trial.IsSleepable) || absent.Contains("helper call is not allowed in probe", StringComparison.Ordinal)) return null;
        if (wanted is null) return absent.Contains($"{register} !read_ok", StringComparison.Ordinal) ? "there is one" : null;
        if (!absent.Contains($"{register} !read_ok", StringComparison.Ordinal)) return $"there is none: {absent}";
        if (wanted.Kind == ArgumentKind.Anything) return null;

        bool isNumber = wanted.Kind is ArgumentKind.Scalar or ArgumentKind.Size or ArgumentKind.AllocationSize;
        string wrong = Say(isNumber ? [Instruction.Move((Register)(i + 1), Register.R10)] : [Instruction.Move((Register)(i + 1), 1)]);
        string expected = ExpectedWords(wanted);
        if (wanted.Kind == ArgumentKind.Scalar && wrong.Contains($"R{i + 2} !read_ok", StringComparison.Ordinal)) return null; // 6.18 goes on to the next argument
        if (!wrong.Contains(expected, StringComparison.Ordinal)) return $"\"{expected}\" was expected, and it says: {wrong}";

        string zero = Say([Instruction.Move((Register)(i + 1), 0)]);
        if (wanted.Kind is ArgumentKind.Size)
            return zero.Contains($"{register} invalid zero-sized read", StringComparison.Ordinal) == !wanted.IsOptional ? null : $"about zero it says: {zero}";
        if (!isNumber && zero.Contains(expected, StringComparison.Ordinal) == wanted.IsOptional) return $"about null it says: {zero}";

        if (wanted.Kind is ArgumentKind.Memory or ArgumentKind.MapValue or ArgumentKind.MapKey)
        {
            string readOnly = Say(VerifierTrial.LoadMap((Register)(i + 1), trial.ReadOnlyMap, isValue: true));
            bool isRefused = readOnly.Contains("write into map forbidden", StringComparison.Ordinal);
            if (isRefused != wanted.IsWritten) return $"about read-only memory it says: {readOnly}";
        }
        return null;

        string Say(IReadOnlyList<Instruction> argument) => trial.Load([
            Instruction.Move(Register.R6, Register.R1), // the context
            Instruction.CallHelper(CurrentTask),        // which forgets R1 to R5
            Instruction.Move(Register.R7, Register.R0),
            .. Call(trial, contract, i, argument)]).Log;
    }

    // compatible_reg_types in kernel/bpf/verifier.c.
    private static string ExpectedWords(HelperArgument argument) => argument.Kind switch
    {
        ArgumentKind.Scalar or ArgumentKind.Size or ArgumentKind.AllocationSize => "expected=scalar",
        ArgumentKind.Context => "expected=ctx",
        ArgumentKind.Map => "expected=map_ptr",
        ArgumentKind.MapKey or ArgumentKind.MapValue or ArgumentKind.Memory => "expected=fp, pkt, pkt_meta, map_key, map_value",
        ArgumentKind.SocketCommon => "expected=sock_common, sock, tcp_sock, xdp_sock",
        ArgumentKind.Socket => "expected=sock",
        ArgumentKind.AnySocket => "expected=sock_common, sock, tcp_sock, xdp_sock, ptr_, trusted_ptr_",
        ArgumentKind.KernelPointer => "expected=ptr_, trusted_ptr_, rcu_ptr_",
        ArgumentKind.PerCpuVariable => "expected=percpu_ptr_",
        ArgumentKind.KernelPointerPlace => "expected=map_value",
        ArgumentKind.RingRecord => "expected=ringbuf_mem",
        ArgumentKind.Callback => "expected=func",
        ArgumentKind.Stack => "expected=fp",
        ArgumentKind.Text or ArgumentKind.Timer => "expected=map_value",
        ArgumentKind.SpinLock => "expected=map_value, ptr_",
        ArgumentKind.DynamicPointer => "expected=fp, dynptr_ptr",
        _ => throw new InvalidOperationException($"{argument.Kind}"),
    };

    private static bool CanSatisfy(HelperArgument argument) => (argument.Traits & ArgumentTraits.MayBeNull) != 0 || argument.TypeName == "task_struct" || argument.Kind is ArgumentKind.Anything or ArgumentKind.Scalar or ArgumentKind.Context or ArgumentKind.Map
        or ArgumentKind.MapKey or ArgumentKind.MapValue or ArgumentKind.Memory or ArgumentKind.Size or ArgumentKind.AllocationSize or ArgumentKind.Stack or ArgumentKind.Text;

    // A call with the arguments before one as they should be, one as given, and those behind it absent unless it is memory, whose size follows.
    private static Instruction[] Call(VerifierTrial trial, HelperContract contract, int index, IReadOnlyList<Instruction> argument, int length = 0)
    {
        List<Instruction> code = [];
        for (int slot = 8; slot <= 64; slot += 8) code.Add(Instruction.Store(MemorySize.Double, Register.R10, (short)-slot, 0));
        for (int i = 0; i < contract.Arguments.Length; i++)
        {
            bool isSizeOf = i == index + 1 && contract.Arguments[i].Kind == ArgumentKind.Size;
            if (i == index) code.AddRange(argument);
            else if (i < index || isSizeOf) code.AddRange(Satisfy(trial, contract.Arguments[i], (Register)(i + 1)));
        }
        code.Add(Instruction.CallHelper(contract.Number));
        while (code.Count < length) code.Add(Instruction.Move(Register.R0, 0));
        return [.. code, Instruction.Move(Register.R0, 0), Instruction.Exit];
    }

    private static Instruction[] Satisfy(VerifierTrial trial, HelperArgument argument, Register register) => argument.Kind switch
    {
        ArgumentKind.Context => [Instruction.Move(register, Register.R6)],
        ArgumentKind.Map => VerifierTrial.LoadMap(register, trial.Map),
        ArgumentKind.MapKey or ArgumentKind.MapValue or ArgumentKind.Memory or ArgumentKind.Stack =>
            [Instruction.Move(register, Register.R10), Instruction.Alu64(AluOperation.Add, register, -64)],
        ArgumentKind.Text => VerifierTrial.LoadMap(register, trial.ReadOnlyMap, isValue: true),
        ArgumentKind.Size or ArgumentKind.AllocationSize => [Instruction.Move(register, 8)],
        ArgumentKind.KernelPointer when argument.TypeName == "task_struct" => [Instruction.Move(register, Register.R7)],
        _ => [Instruction.Move(register, 0)],
    };

    private static int IndexOf(HelperContract contract, Func<HelperArgument, bool> isWanted)
    {
        for (int i = 0; i < contract.Arguments.Length; i++)
        {
            if (isWanted(contract.Arguments[i])) return i;
        }
        return -1;
    }
}
