using System.Reflection;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Vm;

namespace Waggle.Compiler.KernelTests.RandomPrograms;

/// <summary>Runs random methods as plain C#, in the VM by proof, and on the kernel, with the same inputs, and compares.</summary>
internal sealed class ThreeWay(KernelEngine kernel, CompilerOptions options) : IDisposable
{
    private const int InputsPerMethod = 8;
    private static readonly HashSet<int> s_none = [];

    private readonly VmEngine _vm = new();

    /// <summary>Methods that gave the same three times.</summary>
    internal int Agreed { get; private set; }

    /// <summary>Methods that need more stack than there is: the compiler says so.</summary>
    internal int TooLarge { get; private set; }

    /// <summary>Methods with more paths than a verifier goes.</summary>
    internal int TooComplex { get; private set; }

    public void Dispose() => _vm.Dispose();

    /// <summary>Checks methods, all in one class.</summary>
    /// <returns>What is wrong with one of them, with a smaller one that has the same fault; null if nothing is.</returns>
    internal string? Check(int[] seeds)
    {
        (Outcome outcome, int seed, string text) = Try(seeds, s_none);
        switch (outcome)
        {
            case Outcome.Agreed:
                Agreed += seeds.Length;
                return null;
            case Outcome.TooLarge when seeds.Length == 1:
                TooLarge++;
                return null;
            case Outcome.TooComplex when seeds.Length == 1:
                TooComplex++;
                return null;
            case Outcome.Differs:
                return Report(outcome, seed, text);
            default: // one of them is in the way of the others
                if (seeds.Length == 1) return Report(outcome, seeds[0], text);
                foreach (int each in seeds)
                {
                    if (Check([each]) is { } complaint) return complaint;
                }

                return null;
        }
    }

    private string Report(Outcome outcome, int seed, string text)
    {
        HashSet<int> skipped = [];
        var whole = new MethodWriter(seed, "Run", s_none);
        whole.Write();
        for (int i = whole.StatementCount - 1; i >= 0; i--)
        {
            skipped.Add(i);
            (Outcome now, _, string smaller) = Try([seed], skipped);
            if (now == outcome) text = smaller;
            else skipped.Remove(i);
        }

        return $"seed {seed} ({options.Level}): {text}{Environment.NewLine}{new MethodWriter(seed, "Run", skipped).Write()}";
    }

    private (Outcome Outcome, int Seed, string Text) Try(int[] seeds, HashSet<int> skipped)
    {
        Type type;
        BpfObject compiled;
        string[] names = [.. seeds.Select((_, i) => $"M{i}")];
        type = RandomProgram.Compile(RandomProgram.Source(seeds.Select((seed, i) => new MethodWriter(seed, names[i], skipped).Write())));
        try
        {
            compiled = BpfCompiler.Compile(options, type);
        }
        catch (CompilationException error)
        {
            return (error.Diagnostics.All(d => d.Id == "WAG0014") ? Outcome.TooLarge : Outcome.Refused, seeds[0], error.Message);
        }
        catch (InvalidOperationException error)
        {
            return (Outcome.Refused, seeds[0], error.ToString());
        }

        try
        {
            using LoadedObject loaded = kernel.Load(compiled);
            using VmObject inVm = _vm.Load(compiled);
            for (int i = 0; i < seeds.Length; i++)
            {
                if (Compare(type, names[i], seeds[i], loaded, inVm) is { } difference) return (Outcome.Differs, seeds[i], difference);
            }
        }
        catch (BpfException error)
        {
            bool isComplex = error.Message.Contains("too large", StringComparison.Ordinal) || error.Message.Contains("too many", StringComparison.Ordinal);
            return (isComplex ? Outcome.TooComplex : Outcome.Rejected, seeds[0], error.Message);
        }

        return (Outcome.Agreed, 0, "");
    }

    private static string? Compare(Type type, string name, int seed, LiveObject loaded, LiveObject inVm)
    {
        var plain = type.GetMethod(name, BindingFlags.Static | BindingFlags.Public)!.CreateDelegate<Action<ulong, ulong>>();
        FieldInfo result = type.GetField("s_result")!;
        foreach (FieldInfo field in (FieldInfo[])[result, type.GetField("s_state")!, type.GetField("s_count")!])
            field.SetValue(null, Activator.CreateInstance(field.FieldType));
        LiveObject[] others = [inVm, loaded];
        foreach (LiveObject other in others) Clear(other.FindMap(".data"));
        var random = new Random(seed);
        for (int i = 0; i < InputsPerMethod; i++)
        {
            ulong a = Number(random), b = Number(random);
            byte[] context = [.. BitConverter.GetBytes(a), .. BitConverter.GetBytes(b)];
            plain(a, b);
            foreach (LiveObject other in others) other.FindProgram(name).Run(new ProgramRun { Context = context });
            ulong expected = (ulong)result.GetValue(null)!;
            ulong vm = inVm.Global<ulong>("result").Value, kernel = loaded.Global<ulong>("result").Value;
            if (expected != vm || expected != kernel)
                return $"run {i} with 0x{a:x}, 0x{b:x}: plain C# gives 0x{expected:x}, the VM 0x{vm:x}, the kernel 0x{kernel:x}";
        }

        return null;
    }

    private static unsafe void Clear(LiveMap map)
    {
        byte[] zeros = new byte[map.ValueSizeInBytes];
        uint key = 0;
        fixed (byte* value = zeros)
            Assert.Equal(Errno.None, map.Update(&key, value, 0));
    }

    private static ulong Number(Random random) => random.Next(3) switch
    {
        0 => (ulong)random.Next(20),
        1 => (ulong)-random.Next(20),
        _ => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
    };

    private enum Outcome
    {
        Agreed,
        Differs,
        Refused,
        Rejected,
        TooLarge,
        TooComplex,
    }
}
