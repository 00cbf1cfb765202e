using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;

namespace Waggle.Vm.Tests.Helpers;

/// <summary>Static methods of the application that programs call.</summary>
public class ApplicationHelperTests
{
    public static TheoryData<VmExecution> Executions => [VmExecution.Interpreter, VmExecution.Jit];

    private enum Colour : short
    {
        Blue = -3,
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Pair
    {
        public int First;
        public long Second;
    }

    private static class Methods
    {
        [VmHelper("all_widths", Number = 65536)]
        internal static long Mix(sbyte a, ushort b, int c, bool d, ulong e) => a + 10 * b + c + (d ? 1000 : 0) + (long)e;

        [VmHelper(Number = 65537)]
        internal static int Sum(ReadOnlySpan<byte> bytes)
        {
            int sum = 0;
            foreach (byte each in bytes) sum += each;
            return -sum;
        }

        [VmHelper(Number = 65538)]
        internal static void Fill(Span<byte> target, byte value, Span<byte> second)
        {
            target.Fill(value);
            second.Fill((byte)(value + 1));
        }

        [VmHelper(Number = 65539)]
        private static Colour Swap(in Pair source, out Pair target, ref long count)
        {
            target = new Pair { First = (int)source.Second, Second = source.First };
            count += 5;
            return Colour.Blue;
        }

        [VmHelper(Number = 65540)]
        internal static bool Who(VmCall call, int expected)
        {
            call.Packet[0] = (byte)call.Cpu;
            call.Host.Print(System.Text.Encoding.UTF8.GetBytes($"{call.ProgramName} {call.Context.Length} {call.Packet.Length}"));
            return expected == 42;
        }

        [VmHelper(Number = 65541)]
        internal static ulong Peek(LiveMap map, uint key)
        {
            byte[] value = new byte[8];
            return map.TryLookup(BitConverter.GetBytes(key), value) ? BitConverter.ToUInt64(value) : 0;
        }

        [VmHelper(Number = 65542)]
        internal static int Throw(int number) => throw new InvalidTimeZoneException($"number {number}");
    }

    [Theory, MemberData(nameof(Executions))]
    public void Call_Integers_TakesTheirLowestBytes(VmExecution execution)
    {
        // -1, 0x10002 as two bytes, -7, 0x100 as a bool: false; all of the last.
        const string Text = "r1 = 0x1ff ll\nr2 = 0x10002 ll\nr3 = 0x5fffffff9 ll\nr4 = 0x100\nr5 = 1\nr5 <<= 40\ncall 65536\nr1 = map[result][0]+0\n*(u64 *)(r1 +0) = r0\nr0 = 0\nexit";

        Assert.Equal(-1 + 20 - 7 + (1L << 40), RunOnMap(execution, Text)[0]);
    }

    [Theory, MemberData(nameof(Executions))]
    public void Call_Spans_ReadsAndWritesThem(VmExecution execution)
    {
        long[] result = RunOnMap(execution, """
            r1 = 0x0403020101010101 ll
            *(u64 *)(r10 -8) = r1
            r1 = r10
            r1 += -8
            r2 = 8
            call 65537
            r6 = r0
            r1 = 0xdead
            r2 = 0
            call 65537
            r6 += r0
            r1 = map[result][0]+16
            r2 = 8
            r3 = 7
            r4 = r10
            r4 += -8
            r5 = 4
            call 65538
            r1 = map[result][0]+0
            *(u64 *)(r1 +0) = r6
            r2 = *(u64 *)(r10 -8)
            *(u64 *)(r1 +8) = r2
            r0 = 0
            exit
            """, VmSafety.Checked);

        Assert.Equal(-14, result[0]);
        Assert.Equal(0x04030201_08080808, result[1]);
        Assert.Equal([0x07070707_07070707, 0], result[2..4]);
    }

    [Theory, MemberData(nameof(Executions))]
    public void Call_References_ReadAndWriteValues(VmExecution execution)
    {
        long[] result = RunOnMap(execution, """
            r1 = 11
            *(u64 *)(r10 -16) = r1
            r1 = 22
            *(u64 *)(r10 -8) = r1
            r3 = map[result][0]+16
            *(u64 *)(r3 +0) = r1
            r1 = r10
            r1 += -16
            r2 = map[result][0]+0
            call 65539
            r1 = map[result][0]+24
            *(u64 *)(r1 +0) = r0
            r0 = 0
            exit
            """);

        Assert.Equal([22, 11, 27, -3], result[..4]);
    }

    [Theory, MemberData(nameof(Executions))]
    public void Call_WithTheCall_KnowsWhoCalls(VmExecution execution)
    {
        FakeHost host = new();
        using VmEngine engine = Open(execution, host);
        using VmObject loaded = engine.Load(Build("r1 = 42\ncall 65540\nexit", ProgramType.Xdp));
        byte[] packet = new byte[64], left = new byte[64];
        packet[0] = 0xFF;

        ProgramRunResult result = loaded.Programs["caller"].Run(new ProgramRun { Packet = packet, PacketOut = left });

        Assert.Equal(1u, result.ReturnValue);
        Assert.Equal(["caller 24 64"], host.Lines);
        Assert.Equal(0, left[0]);
    }

    [Theory, MemberData(nameof(Executions))]
    public void Call_Map_IsTheProgramsMap(VmExecution execution)
    {
        const string Text = "r6 = map[result][0]+0\nr1 = 77\n*(u64 *)(r6 +0) = r1\nr1 = map[small]\nr2 = 1\ncall 65541\n*(u64 *)(r6 +8) = r0\nr0 = 0\nexit";

        Assert.Equal([77, 99], RunOnMap(execution, Text)[..2]);
    }

    [Theory, MemberData(nameof(Executions))]
    public void Call_ThatThrows_EndsTheRunThere(VmExecution execution)
    {
        using VmEngine engine = Open(execution);
        using VmObject loaded = engine.Load(Build("r0 = 0\nr1 = 5\ncall 65542\nr0 = 1\nexit", ProgramType.Syscall));

        var error = Assert.Throws<VmFaultException>(() => loaded.Programs["caller"].Run(new ProgramRun()));

        Assert.Equal((VmFaultKind.HelperException, 2), (error.Fault.Kind, error.Fault.Instruction));
        Assert.Equal("The helper Throw threw InvalidTimeZoneException: number 5", error.Fault.Reason);
        Assert.IsType<InvalidTimeZoneException>(error.InnerException);
        Assert.Throws<VmFaultException>(() => loaded.Programs["caller"].Run(new ProgramRun())); // the engine goes on
    }

    [Theory]
    [InlineData("r1 = r10\nr2 = 8\ncall 65537", "r1")] // behind the frame
    [InlineData("r1 = r10\nr1 += -8\nr2 = 9\ncall 65537", "r1")]
    [InlineData("r1 = r10\nr1 += -8\nr2 = 1\nr2 <<= 32\ncall 65537", "r1")] // an int would be 0
    [InlineData("r1 = map[fixed][0]+0\nr2 = 8\nr3 = 0\nr4 = 0\nr5 = 0\ncall 65538", "r1")] // read-only
    [InlineData("r1 = r10\nr1 += -8\nr2 = 8\nr3 = 0\nr4 = 4096\nr5 = 1\ncall 65538", "r4")]
    [InlineData("r1 = r10\nr1 += -8\nr2 = r1\nr3 = r1\ncall 65539", "r1")] // 8 of 16 bytes
    [InlineData("r1 = map[fixed][0]+0\nr2 = map[fixed][0]+0\nr3 = r10\nr3 += -8\ncall 65539", "r2")]
    [InlineData("r1 = 0\nr2 = r10\nr3 = r10\ncall 65539", "r1")]
    [InlineData("r1 = map[result]\nr1 += 9\nr2 = 0\ncall 65541", "r1")]
    [InlineData("r1 = map[result][0]+0\nr2 = 0\ncall 65541", "r1")]
    public void Call_ArgumentAgainstTheContract_EndsTheRunBeforeTheMethod(string text, string register)
    {
        foreach (VmExecution execution in new[] { VmExecution.Interpreter, VmExecution.Jit })
        {
            using VmEngine engine = Open(execution, safety: VmSafety.Checked);
            using VmObject loaded = engine.Load(Build(text + "\nr0 = 0\nexit", ProgramType.Syscall));

            VmFault fault = Assert.Throws<VmFaultException>(() => loaded.Programs["caller"].Run(new ProgramRun())).Fault;

            Assert.Equal(VmFaultKind.HelperArgument, fault.Kind);
            Assert.Contains($": {register} (0x", fault.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Call_HelperOfAnotherEngine_IsUnknown()
    {
        using VmEngine engine = new(new VmOptions { Safety = VmSafety.Checked });
        using VmObject loaded = engine.Load(Build("call 65537\nexit", ProgramType.Syscall));

        VmFault fault = Assert.Throws<VmFaultException>(() => loaded.Programs["caller"].Run(new ProgramRun())).Fault;

        Assert.Equal((VmFaultKind.UnknownHelper, "There is no helper 65537."), (fault.Kind, fault.Reason));
    }

    [Fact]
    public void Of_Method_HasTheContractOfItsParameters()
    {
        VmHelper mix = VmHelper.Of(Methods.Mix), fill = VmHelper.Of(Methods.Fill), plain = VmHelper.Of(Plain);

        Assert.Equal(("all_widths", 65536, HelperReturn.Integer), (mix.Name, mix.Number, mix.Contract.Returns));
        Assert.Equal(HelperReturn.Nothing, fill.Contract.Returns);
        Assert.Equal([ArgumentKind.Memory, ArgumentKind.Size, ArgumentKind.Anything, ArgumentKind.Memory, ArgumentKind.Size], fill.Contract.Arguments.Select(a => a.Kind));
        Assert.True(fill.Contract.Arguments[0] is { IsRead: true, IsWritten: true });
        Assert.Equal(("Plain", 0), (plain.Name, plain.Number));
        Assert.Equal(7, VmHelper.In(typeof(Methods)).Length);
    }

    [Fact]
    public void Of_MethodThatCantBeAHelper_SaysWhy()
    {
        (Delegate Method, string Reason)[] cases =
        [
            (Text, "parameter 'text' is a String"), (Number, "parameter 'number' is a Double"), (TooMany, "take 6 registers"), (Reply, "it returns String"),
            (Reference, "parameter 'text' is a String&"), (Instance, "it is no static method"), (Linux, "its number 5 may be Linux's"), (Poison, "the number 195896080"),
        ];

        Assert.All(cases, each => Assert.Contains(each.Reason, Assert.Throws<ArgumentException>(() => VmHelper.Of(each.Method)).Message, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => VmHelper.In(typeof(string)));
    }

    [Fact]
    public void Open_TwoHelpersOfOneName_SaysWhich()
    {
        Assert.Contains("'Plain'", Assert.Throws<ArgumentException>(() => new VmEngine(new VmOptions { Helpers = [VmHelper.Of(Plain), VmHelper.Of(Plain)] })).Message, StringComparison.Ordinal);
        Assert.Contains("65537", Assert.Throws<ArgumentException>(() => new VmEngine(new VmOptions { Helpers = [VmHelper.Of(Methods.Sum), VmHelper.Of(SameNumber)] })).Message, StringComparison.Ordinal);
    }

    private static int Plain() => 1;

    [VmHelper(Number = 65537)]
    private static int SameNumber() => 1;

    private static int Text(string text) => text.Length;

    private static int Number(double number) => (int)number;

    private static int TooMany(Span<byte> a, Span<byte> b, Span<byte> c) => a.Length + b.Length + c.Length;

    private static string Reply() => "";

    private static int Reference(ref string text) => text.Length;

    private int Instance() => GetHashCode();

    [VmHelper(Number = 5)]
    private static int Linux() => 0;

    [VmHelper(Number = CoreRelocator.Poison)]
    private static int Poison() => 0;

    private static VmEngine Open(VmExecution execution, VmHost? host = null, VmSafety safety = VmSafety.Verified) =>
        new(new VmOptions { Safety = safety, Execution = execution, CpuCount = 1, Helpers = VmHelper.In(typeof(Methods)), Host = host ?? VmHost.Default });

    private static long[] RunOnMap(VmExecution execution, string text, VmSafety safety = VmSafety.Verified)
    {
        using VmEngine engine = Open(execution, safety: safety);
        using VmObject loaded = engine.Load(Build(text, ProgramType.Syscall));
        loaded.FindMap("small").Update(BitConverter.GetBytes(1), BitConverter.GetBytes(99L));
        loaded.Programs["caller"].Run(new ProgramRun());
        byte[] result = new byte[64];
        loaded.FindMap("result").TryLookup(new byte[4], result);
        return [.. MemoryMarshal.Cast<byte, long>(result)];
    }

    private static BpfObject Build(string text, ProgramType type)
    {
        AssembledProgram program = Assembler.Assemble(text, HelperNames.Symbols);
        return new()
        {
            Programs = [new() { Name = "caller", Section = type == ProgramType.Xdp ? "xdp" : "syscall", Type = type, Instructions = program.Instructions, MapReferences = program.MapReferences }],
            Maps =
            [
                new("result", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 64, MaxEntries = 1 },
                new("small", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 2 },
                new("fixed", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 32, MaxEntries = 1, Flags = 1 << 7, InitialValue = new byte[32], IsFrozen = true },
            ],
        };
    }
}
