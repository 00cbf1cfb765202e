namespace Waggle.Compiler.Tests.Programs;

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waggle.CSharp;

#pragma warning disable CA1508, CA1802, CA1805, CA1823, CA2201, CA2211, CS0169, CS0414, IDE0044, IDE0051, IDE0052, IDE0060 // wrong on purpose

/// <summary>One class for each rule. The comment at the end of a line names the rule that the line breaks.</summary>
public static class Broken
{
    public static readonly string SourceFile = ThisFile();

    [BpfProgram]
    public static class NewObject
    {
        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            var random = new Random(); // WAG0001
            _ = random;
            a++;
            var list = new List<int>(); // WAG0001
            _ = list;
        }
    }

    [BpfProgram]
    public static class NewArray
    {
        private static ulong s_sum;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            ulong[] values = new ulong[4]; // WAG0002
            values[1] = a; // WAG0021
            s_sum = values[0]; // WAG0021
        }
    }

    [BpfProgram]
    public static class Boxes
    {
        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            object boxed = a; // WAG0003
            _ = boxed;
        }
    }

    [BpfProgram]
    public static class Strings
    {
        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            string text = "hello"; // WAG0004
            _ = text;
        }
    }

    [BpfProgram]
    public static class Virtual
    {
        private interface IShape
        {
            int Area();
        }

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            IShape? shape = null;
            shape!.Area(); // WAG0005
        }
    }

    [BpfProgram]
    public static class Throws
    {
        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            if (a == 5)
            {
                throw new InvalidOperationException(); // WAG0006
            }
        }
    }

    [BpfProgram]
    public static class Catches
    {
        private static ulong s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            try
            {
                s_value = a;
            }
            catch (InvalidOperationException) // WAG0007
            {
                s_value = 1;
            }
        }
    }

    [BpfProgram]
    public static class Floats
    {
        private static ulong s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            double half = a * 0.5; // WAG0008
            s_value = (ulong)half; // WAG0008
        }
    }

    [BpfProgram]
    public static class Recursive
    {
        private static ulong s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a) => s_value = Factorial(a);

        private static ulong Factorial(ulong n)
        {
            if (n < 2) return 1;
            return n * Factorial(n - 1); // WAG0009
        }
    }

    [BpfProgram]
    public static class Delegates
    {
        private static ulong s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            Func<ulong, ulong> function = a > 5 ? Double : Half;
            s_value = function(a); // WAG0005
        }

        private static ulong Double(ulong x) => x * 2;

        private static ulong Half(ulong x) => x / 2;
    }

    [BpfProgram]
    public static class Captures
    {
        private static ulong s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            ulong state = 0;
            Bpf.Loop(4, (uint i, ref ulong s) => // WAG0032
            {
                s += a;
                return LoopControl.Continue;
            }, ref state);
            s_value = state;
        }
    }

    [BpfProgram]
    public static class FunctionRecursion
    {
        private static ulong s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a) => s_value = First(a);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static ulong First(ulong n) => n < 2 ? 1 : Second(n - 1);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static ulong Second(ulong n) => n < 2 ? 2 : First(n - 1) + 1; // WAG0009
    }

    [BpfProgram]
    public static class FunctionWithManyArguments
    {
        private static ulong s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a) => s_value = Sum(a, a, a, a, a, a); // WAG0029

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static ulong Sum(ulong a, ulong b, ulong c, ulong d, ulong e, ulong f) => a + b + c + d + e + f;
    }

    [BpfProgram]
    public static class FunctionThatReturnsMuch
    {
        private static ulong s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a) => s_value = Split(a).Low; // WAG0030

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static Halves Split(ulong a) => new() { Low = a & 0xff, High = a >> 8 };

        private struct Halves
        {
            public ulong Low;
            public ulong High;
        }
    }

    [BpfProgram]
    public static class FunctionsTooDeep
    {
        private static ulong s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a) => s_value = One(a);

        [MethodImpl(MethodImplOptions.NoInlining)] private static ulong One(ulong a) => Two(a) + 1;
        [MethodImpl(MethodImplOptions.NoInlining)] private static ulong Two(ulong a) => Three(a) + 1;
        [MethodImpl(MethodImplOptions.NoInlining)] private static ulong Three(ulong a) => Four(a) + 1;
        [MethodImpl(MethodImplOptions.NoInlining)] private static ulong Four(ulong a) => Five(a) + 1;
        [MethodImpl(MethodImplOptions.NoInlining)] private static ulong Five(ulong a) => Six(a) + 1;
        [MethodImpl(MethodImplOptions.NoInlining)] private static ulong Six(ulong a) => Seven(a) + 1;
        [MethodImpl(MethodImplOptions.NoInlining)] private static ulong Seven(ulong a) => Eight(a) + 1; // WAG0031
        [MethodImpl(MethodImplOptions.NoInlining)] private static ulong Eight(ulong a) => a + 1;
    }

    [BpfProgram]
    public static class FunctionsWithMuchStack
    {
        private static ulong s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        { // WAG0014
            Name name = default;
            name[(int)(a & 255)] = 1;
            s_value = Inner(a) + name[(int)(a & 63)];
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static ulong Inner(ulong a)
        {
            Name name = default;
            name[(int)(a & 255)] = 1;
            return name[(int)(a & 63)];
        }

        [InlineArray(300)]
        private struct Name
        {
            private byte _first;
        }
    }

    [BpfProgram]
    public static class StackAllocation
    {
        private static ulong s_value;

        [RawTracepoint("sys_enter")]
        private static unsafe void Run(ulong a)
        {
            byte* bytes = stackalloc byte[8]; // WAG0011
            s_value = *bytes;
        }
    }

    [BpfProgram]
    public static class ObjectField
    {
        private static readonly List<ulong> s_list = [];

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            List<ulong> list = s_list; // WAG0012
            _ = list;
        }
    }

    [BpfProgram]
    public static class SixArguments
    {
        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            Six(a, a, a, a, a, a); // WAG0013
        }

        [Helper(999)]
        private static void Six(ulong a, ulong b, ulong c, ulong d, ulong e, ulong f) => throw new NotSupportedException();
    }

    [BpfProgram]
    public static class LargeStack
    {
        private static int s_sum;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        { // WAG0014
            FilePath one = default, two = default, three = default;
            s_sum = Bpf.ReadUserString(a, ref one) + Bpf.ReadUserString(a, ref two) + Bpf.ReadUserString(a, ref three);
            s_sum += one[0] + two[1] + three[2];
        }
    }

    [BpfProgram]
    public static class Checked
    {
        private static int s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(int a)
        {
            s_value = checked(a + 1); // WAG0015
            s_value = checked((short)a); // WAG0015
        }
    }

    [BpfProgram]
    public static class Padded
    {
        private static readonly HashMap<Key, ulong> s_map = new(); // WAG0016

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a) => s_map[new Key { Wide = a }] = a;

        private struct Key
        {
            public int Narrow;
            public ulong Wide;
        }
    }

    [BpfProgram]
    public static class SameMapName
    {
        private static readonly ArrayMap<ulong> s_counts = new();
        internal static readonly ArrayMap<ulong> counts = new(); // WAG0017

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a) => _ = s_counts.Find(0).Exists & counts.Find(0).Exists;
    }

    [BpfProgram]
    public static class WrongParameter
    {
        [RawTracepoint("sys_enter")]
        private static void Run(string a)
        { // WAG0018
        }
    }

    [BpfProgram]
    public static class EitherMap
    {
        private static readonly ArrayMap<ulong> s_first = new();
        private static readonly ArrayMap<ulong> s_second = new();

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            ArrayMap<ulong> map = a > 5 ? s_first : s_second; // WAG0019
            MapValue<ulong> value = map.Find(0);
            if (value.Exists) value.Value++;
        }
    }

    [BpfProgram]
    public static class NoBody
    {
        private static int s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            s_value = Environment.TickCount; // WAG0020
        }
    }

    [BpfProgram]
    public static class TypeOf
    {
        private static bool s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            s_value = typeof(int) == null; // WAG0021
        }
    }

    [BpfProgram]
    public static class KernelTypeByValue
    {
        private static int s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            TaskStruct task = Bpf.CurrentTask.Value; // WAG0024
            s_value = task.pid; // WAG0024
        }
    }

    [BpfProgram]
    public static class Explodes
    {
        private static ulong s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a) => A(a);

        private static void A(ulong a) { B(a); B(a); B(a); B(a); B(a); B(a); B(a); B(a); B(a); B(a); B(a); B(a); B(a); B(a); B(a); B(a); }

        private static void B(ulong a) { C(a); C(a); C(a); C(a); C(a); C(a); C(a); C(a); C(a); C(a); C(a); C(a); C(a); C(a); C(a); C(a); }

        private static void C(ulong a) { D(a); D(a); D(a); D(a); D(a); D(a); D(a); D(a); D(a); D(a); D(a); D(a); D(a); D(a); D(a); D(a); }

        private static void D(ulong a) { E(a); E(a); E(a); E(a); E(a); E(a); E(a); E(a); E(a); E(a); E(a); E(a); E(a); E(a); E(a); E(a); }

        private static void E(ulong a) => s_value += a * s_value; // WAG0025
    }

    [BpfProgram]
    public static class AutoLayout
    {
        private static readonly ArrayMap<Value> s_map = new(); // WAG0027

        [RawTracepoint("sys_enter")]
        private static void Run(ulong a) => _ = s_map.Find(0).Exists;

        [StructLayout(LayoutKind.Auto)]
        private struct Value
        {
            public byte Small;
            public ulong Large;
        }
    }

    [BpfProgram]
    public static class KernelWrite
    {
        [RawTracepoint("sys_enter")]
        private static void Run(ulong a)
        {
            Unsafe.AsRef(in Bpf.CurrentTask.Value.pid) = 0; // WAG0028
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [BpfProgram]
    public static class Questions
    {
        private static int s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(int a)
        {
            s_value = KernelTypes.SizeOf<System.Guid>(); // WAG0034
            s_value += KernelTypes.HasValue((Flavour)a) ? 1 : 0; // WAG0034
        }

        [KernelType("flavour")]
        private enum Flavour
        {
            Sweet,
        }
    }

    [BpfProgram]
    public static class FieldQuestion
    {
        private static int s_value;

        [RawTracepoint("sys_enter")]
        private static void Run(int a) => s_value += KernelTypes.HasField(in s_value) ? 1 : 0; // WAG0034
    }
}
