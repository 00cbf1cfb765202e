using System.Collections.Immutable;
using System.Reflection;
using Waggle.Bpf.Instructions;
using Waggle.Compiler.KernelTests.Programs;
using Waggle.CSharp;
using Waggle.Linux;
using Waggle.Linux.Errors;
using Waggle.Linux.Machine;
using Waggle.Linux.Programs;

namespace Waggle.Compiler.KernelTests;

/// <summary>Each method gives the same result run by .NET and run by the kernel.</summary>
public sealed class PlainCSharpTests
{
    private static readonly Type[] s_classes = [typeof(Numbers), typeof(Shapes), typeof(Functions)];
    private const ulong Untouched = 0x1234_5678_9abc_def0;

    private static readonly ulong[] s_values =
    [
        0, 1, 2, 3, 5, 7, 8, 10, 31, 32, 63, 64, 127, 128, 255, 256, 32767, 32768, 65535, 0x7fffffff, 0x80000000, 0xffffffff, 0x1_0000_0000,
        0x7fffffff_ffffffff, 0x80000000_00000000, 0xffffffff_80000000, ulong.MaxValue - 6, ulong.MaxValue - 1, ulong.MaxValue, 0xdead_beef_cafe_babe,
    ];

    public static TheoryData<string, string> Methods
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Type type in s_classes)
            {
                foreach (MethodInfo method in type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
                {
                    if (method.GetCustomAttribute<HookAttribute>() is not null) data.Add(type.Name, method.Name);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void Run_MethodOnTheKernel_GivesWhatDotNetGives(string className, string methodName) =>
        Check(className, methodName, InstructionSetLevel.V3);

    [Theory]
    [InlineData(nameof(Numbers), nameof(Numbers.DivideInt))]
    [InlineData(nameof(Numbers), nameof(Numbers.DivideLong))]
    [InlineData(nameof(Numbers), nameof(Numbers.RemainderInt))]
    [InlineData(nameof(Numbers), nameof(Numbers.RemainderLong))]
    [InlineData(nameof(Numbers), nameof(Numbers.WidenSigned))]
    [InlineData(nameof(Numbers), nameof(Numbers.CompareNarrow))]
    public void Run_MethodCompiledForV4_GivesWhatDotNetGives(string className, string methodName) =>
        Check(className, methodName, InstructionSetLevel.V4);

    [Theory, MemberData(nameof(OldLevels))]
    public void Run_MethodCompiledForAnOlderLevel_GivesWhatDotNetGives(string className, string methodName, InstructionSetLevel level) =>
        Check(className, methodName, level);

    public static TheoryData<string, string, InstructionSetLevel> OldLevels
    {
        get
        {
            var data = new TheoryData<string, string, InstructionSetLevel>();
            foreach (ITheoryDataRow method in Methods)
            {
                object?[] names = method.GetData();
                if ((string)names[0]! != nameof(Numbers)) continue;
                data.Add((string)names[0]!, (string)names[1]!, InstructionSetLevel.V1);
                data.Add((string)names[0]!, (string)names[1]!, InstructionSetLevel.V2);
            }

            return data;
        }
    }

    // What level 4 adds came with Linux 6.6. Before 6.8 the verifier did not learn from a comparison with 0 that a number is not 0, and
    // so not that a loop that counts down ends.
    private static Version Needed(string methodName, InstructionSetLevel level) =>
        methodName == nameof(Shapes.WhileWithAVariableBound) ? new(6, 8)
        : level == InstructionSetLevel.V4 ? new(6, 6)
        : new(5, 15);

    private static void Check(string className, string methodName, InstructionSetLevel level)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        Type type = Array.Find(s_classes, t => t.Name == className)!;
        MethodInfo method = type.GetMethod(methodName, BindingFlags.Static | BindingFlags.NonPublic)!;
        FieldInfo result = type.GetField("s_result", BindingFlags.Static | BindingFlags.NonPublic)!;
        Bpf.Objects.BpfObject compiled = Objects.Compile(type, level);
        ImmutableArray<Instruction> code = compiled.Programs.Single(p => p.Name == methodName).Instructions;
        Assert.DoesNotContain(code, i => level < InstructionSetLevel.V3 && i.Opcode.Class == InstructionClass.Jmp32);
        Assert.DoesNotContain(code, i => level < InstructionSetLevel.V2 && i.Opcode.IsJump && i.Opcode.JumpOperation is JumpOperation.LessUnsigned
            or JumpOperation.LessOrEqualUnsigned or JumpOperation.LessSigned or JumpOperation.LessOrEqualSigned);
        LoadOptions options = new() { Select = p => p.Name == methodName };
        if (KernelRelease.Number < Needed(methodName, level))
        {
            Assert.Throws<VerifierException>(() => engine.Load(compiled, options));
            return;
        }

        using LoadedObject loaded = engine.Load(compiled, options);
        KernelProgram program = loaded.Programs[methodName];
        Bpf.Maps.GlobalVariable<ulong> cell = loaded.Global<ulong>("result");

        foreach (ulong a in s_values)
        {
            foreach (ulong b in s_values)
            {
                result.SetValue(null, Untouched);
                try
                {
                    method.Invoke(null, [a, b]);
                }
                catch (TargetInvocationException error) when (error.InnerException is DivideByZeroException or IndexOutOfRangeException)
                {
                    // the program ends there
                }
                catch (TargetInvocationException error) when (error.InnerException is OverflowException)
                {
                    continue; // the least number divided by -1: BPF has no exceptions
                }

                cell.Value = Untouched;
                program.Run(BitConverter.GetBytes(a).Concat(BitConverter.GetBytes(b)).ToArray());

                Assert.True((ulong)result.GetValue(null)! == cell.Value,
                    $"{methodName}(0x{a:x}, 0x{b:x}): .NET gives 0x{result.GetValue(null):x}, the kernel 0x{cell.Value:x}");
            }
        }
    }
}
