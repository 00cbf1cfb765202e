using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.KernelTests;
using Waggle.Linux.Maps;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.KernelTests.Kernels;

/// <summary>Which helper takes which map, against what the running kernel's verifier says to each pair.</summary>
public class MapUseAgreementTests
{
    private const int StackSize = 64;

    // Sizes that the kernel takes. Maps that need types, or maps inside, are left out.
    private static readonly MapSpec[] s_maps =
    [
        Spec(MapType.Hash), Spec(MapType.Array), Spec(MapType.ProgramArray, value: 4), Spec(MapType.PerfEventArray, value: 4), Spec(MapType.PerCpuHash),
        Spec(MapType.PerCpuArray), Spec(MapType.StackTrace), Spec(MapType.CgroupArray, value: 4), Spec(MapType.LruHash), Spec(MapType.LruPerCpuHash),
        Spec(MapType.LpmTrie, key: 8, flags: 1), Spec(MapType.DevMap, value: 4), Spec(MapType.SockMap, value: 4), Spec(MapType.CpuMap, value: 4),
        Spec(MapType.XskMap, value: 4), Spec(MapType.SockHash, value: 4), Spec(MapType.ReuseportSockArray), Spec(MapType.Queue, key: 0), Spec(MapType.Stack, key: 0),
        Spec(MapType.DevMapHash, value: 4), Spec(MapType.RingBuffer, key: 0, value: 0, entries: 4096), Spec(MapType.BloomFilter, key: 0),
        Spec(MapType.UserRingBuffer, key: 0, value: 0, entries: 4096),
    ];

    public static TheoryData<ProgramType> Types =>
    [
        ProgramType.SocketFilter, ProgramType.SchedCls, ProgramType.Xdp, ProgramType.CgroupSkb, ProgramType.SockOps, ProgramType.SkSkb, ProgramType.SkMsg,
        ProgramType.SkReuseport, ProgramType.RawTracepoint, ProgramType.Tracing, ProgramType.Syscall,
    ];

    [Theory, MemberData(nameof(Types))]
    public void Takes_OfEachHelperAndMap_IsWhatTheKernelSays(ProgramType type)
    {
        using VerifierTrial trial = VerifierTrial.Of(type);
        List<string> differences = [];
        int taken = 0, refused = 0;
        foreach (MapSpec spec in s_maps)
        {
            using KernelMap? map = TryCreate(spec);
            if (map is null) continue;
            foreach (HelperContract contract in HelperContracts.All.Where(c => c.Types.Contains(type) && c.Arguments.Any(a => a.Kind == ArgumentKind.Map)))
            {
                if (Call(contract, map) is not { } code) continue;
                (Errno answer, string log) = trial.Load(code);
                bool isRefused = log.Contains("cannot pass map_type", StringComparison.Ordinal);
                if (!isRefused && answer != Errno.None) continue; // for another reason
                bool ours = MapUses.Takes(spec.Type, contract.Number, type, (AttachType)trial.AttachType);
                if (ours == isRefused) differences.Add($"{spec.Type} {HelperNames.NameOf(contract.Number)}: {(isRefused ? "refused" : "taken")}");
                if (isRefused) refused++;
                else taken++;
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.True(taken > 10 && refused > 50, $"{taken} taken, {refused} refused");
    }

    [Fact]
    public void SleepableSince_OfEachMap_IsWhetherSleepableProgramsMayHoldIt()
    {
        using VerifierTrial trial = VerifierTrial.Of(ProgramType.Syscall); // which sleep
        KernelVersion version = KernelVersion.Parse(Environment.OSVersion.Version.ToString());
        int seen = 0;
        foreach (MapSpec spec in s_maps)
        {
            using KernelMap? map = TryCreate(spec);
            if (map is null) continue;
            (Errno answer, string log) = trial.Load([.. VerifierTrial.LoadMap(Register.R1, map), Instruction.Move(Register.R0, 0), Instruction.Exit]);
            Assert.True(answer == Errno.None || log.Contains("Sleepable programs can only use", StringComparison.Ordinal), log);
            Assert.True(answer == Errno.None == MapUses.SleepableSince(spec.Type) <= version, $"{spec.Type}: {log}");
            seen++;
        }

        Assert.True(seen > 15);
    }

    private static Instruction[]? Call(HelperContract contract, KernelMap map)
    {
        List<Instruction> code = [Instruction.Move(Register.R6, Register.R1)];
        for (short offset = -StackSize; offset < 0; offset += 8) code.Add(Instruction.Store(MemorySize.Double, Register.R10, offset, 0));
        for (int i = 0; i < contract.Arguments.Length; i++)
        {
            var register = (Register)(i + 1);
            switch (contract.Arguments[i].Kind)
            {
                case ArgumentKind.Context:
                    code.Add(Instruction.Move(register, Register.R6));
                    break;
                case ArgumentKind.Map:
                    code.AddRange(VerifierTrial.LoadMap(register, map));
                    break;
                case ArgumentKind.MapKey or ArgumentKind.MapValue or ArgumentKind.Memory:
                    code.Add(Instruction.Move(register, Register.R10));
                    code.Add(Instruction.Alu64(AluOperation.Add, register, -StackSize));
                    break;
                case ArgumentKind.Size:
                    code.Add(Instruction.Move(register, 8));
                    break;
                case ArgumentKind.Anything or ArgumentKind.Scalar:
                    code.Add(Instruction.Move(register, 0));
                    break;
                default:
                    return null;
            }
        }
        return [.. code, Instruction.CallHelper(contract.Number), Instruction.Move(Register.R0, 0), Instruction.Exit];
    }

    private static KernelMap? TryCreate(MapSpec spec)
    {
        try
        {
            return KernelMap.Create(spec);
        }
        catch (BpfException) // a kernel that lacks the type
        {
            return null;
        }
    }

    private static MapSpec Spec(MapType type, int key = 4, int value = 8, uint entries = 1, uint flags = 0) =>
        new("waggle_use", type) { KeySizeInBytes = key, ValueSizeInBytes = value, MaxEntries = entries, Flags = flags };
}
