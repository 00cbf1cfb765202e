using System.Reflection;
using CsCheck;
using Waggle.Linux;
using Waggle.Linux.Machine;
using Waggle.Linux.Programs;

namespace Waggle.Compiler.KernelTests;

public class RandomMethodTests
{
    private const int Methods = 150;
    private const int InputsForEach = 12;

    // What level 4 adds came with Linux 6.6; that older kernels refuse it is in PlainCSharpTests.
    public static TheoryData<InstructionSetLevel> Levels =>
        KernelRelease.Number < new Version(6, 6)
            ? [InstructionSetLevel.V1, InstructionSetLevel.V2, InstructionSetLevel.V3]
            : [InstructionSetLevel.V1, InstructionSetLevel.V2, InstructionSetLevel.V3, InstructionSetLevel.V4];

    [Theory, MemberData(nameof(Levels))]
    public void Run_RandomMethod_GivesWhatDotNetGives(InstructionSetLevel level)
    {
        KernelEngine engine = KernelAccess.RequireEngine();

        Gen.Int[0, int.MaxValue - 1].Sample(seed => Check(engine, level, seed), iter: Methods, threads: 1);
    }

    private static void Check(KernelEngine engine, InstructionSetLevel level, int seed)
    {
        Type type = RandomMethod.Make(seed);
        MethodInfo method = type.GetMethod("Run")!;
        FieldInfo result = type.GetField("s_result")!;
        Bpf.Objects.BpfObject compiled = BpfCompiler.Compile(new CompilerOptions { Level = level }, type);
        using LoadedObject loaded = engine.Load(compiled);
        KernelProgram program = loaded.Programs["Run"];
        var random = new Random(seed);
        for (int i = 0; i < InputsForEach; i++)
        {
            ulong a = Number(random), b = Number(random);
            method.Invoke(null, [a, b]);
            program.Run((byte[])[.. BitConverter.GetBytes(a), .. BitConverter.GetBytes(b)]);

            ulong expected = (ulong)result.GetValue(null)!;
            ulong actual = loaded.Global<ulong>(".data", 0).Value;
            if (expected != actual) Assert.Fail($"seed {seed}, Run(0x{a:x}, 0x{b:x}): .NET gives 0x{expected:x}, the kernel 0x{actual:x}");
        }
    }

    private static ulong Number(Random random) => random.Next(3) switch
    {
        0 => (ulong)random.Next(20),
        1 => (ulong)-random.Next(20),
        _ => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
    };
}
