using System.Globalization;
using System.Text;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Machine;

namespace Waggle.Linux.KernelTests;

/// <summary>What objects ask of the kernel by name, found by the engine and seen by a program.</summary>
public class ExternTests
{
    private const ulong No = 0, Yes = 1;

    [Fact]
    public void Load_Externs_HaveTheKernelsValues()
    {
        if (LacksTheFunction()) return;
        using LoadedObject loaded = Load(new LoadOptions { Configuration = Given });
        Assert.Null(loaded.TypesRefusal);

        Assert.Equal(0U, loaded.Programs["ask"].Run().ReturnValue);

        Result result = loaded.Global<Result>(".bss", 0).Value;
        Assert.Equal(VersionOfThisKernel(), result.Version);
        Assert.Equal((250UL, Yes, 2UL, (ulong)'m'), (result.Hz, result.BpfSystemCall, result.Inet, result.Bpf));
        Assert.Equal(No, result.Missing);
        Assert.Equal(Yes, result.Cookie & 1); // since Linux 5.15
        Assert.Equal("seventeen chars", result.Hostname.ToString()); // cut where the declaration ends
        Assert.Equal(AddressOf("schedule"), result.Address);
        Assert.Equal((No, No, Yes), (result.MissingAddress, result.MissingVariable, result.TaskFound));
    }

    [Fact]
    public void Load_VariableOfTheKernel_IsReadIfItHasASymbol()
    {
        KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        if (!File.ReadLines("/proc/kallsyms").Any(l => l.EndsWith(" bpf_prog_active", StringComparison.Ordinal)))
        {
            // The kernel is built without symbols of data (CONFIG_KALLSYMS_ALL): the verifier knows the variable's type, not its address.
            var error = Assert.Throws<VerifierException>(() => LoadOptional("reads_a_variable"));
            Assert.Contains("bpf_prog_active", error.Message, StringComparison.Ordinal);
            return;
        }
        using LoadedObject loaded = LoadOptional("reads_a_variable");

        loaded.Programs["reads_a_variable"].Run();

        Assert.Equal(1, loaded.Global<int>(".bss.answers", 0).Value);
    }

    [Fact]
    public void Load_ConfigurationOfThisKernel_IsRead()
    {
        if (KernelConfiguration.TryRead()?.Values is not { } configuration || !configuration.ContainsKey("CONFIG_DEFAULT_HOSTNAME"))
        {
            Assert.Skip("this machine keeps no configuration of its kernel (/boot/config-$(uname -r), /proc/config.gz)");
            return;
        }
        if (LacksTheFunction()) return;
        using LoadedObject loaded = Load(new LoadOptions());

        loaded.Programs["ask"].Run();

        Result result = loaded.Global<Result>(".bss", 0).Value;
        Assert.Equal(configuration["CONFIG_HZ"], result.Hz.ToString(CultureInfo.InvariantCulture));
        Assert.Equal((Yes, (ulong)'y'), (result.BpfSystemCall, result.Bpf));
        Assert.Equal(configuration["CONFIG_DEFAULT_HOSTNAME"].Trim('"'), result.Hostname.ToString());
    }

    [Fact]
    public void Load_ProgramThatThrows_EndsInItsCallback()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        BpfObject read = ObjectReader.Read(Clang.Compile("exceptions.bpf.c"));
        LoadedObject loaded;
        try
        {
            loaded = engine.Load(read);
        }
        catch (BpfNotSupportedException error) // before Linux 6.7 there is no such kernel function
        {
            Assert.Contains("'bpf_throw'", error.Message, StringComparison.Ordinal);
            return;
        }

        using (loaded)
        {
            Assert.Equal(1U, loaded.Programs["throws"].Run(data: new byte[64]).ReturnValue);
            Assert.Equal(42U, loaded.Programs["throws"].Run(data: new byte[200]).ReturnValue);
        }
    }

    [Fact]
    public void Run_CallOfAFunctionOfAModule_IsAnsweredByIt()
    {
        const int NoEntry = -2, WrongProtocol = -71;
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        BpfObject read = ObjectReader.Read(Clang.Compile("connections.bpf.c"));
        if (!HasFunction(engine, "bpf_xdp_ct_lookup")) // Linux 6.0, with nf_conntrack
        {
            Assert.Contains("'bpf_xdp_ct_lookup'", Assert.Throws<BpfNotSupportedException>(() => engine.Load(read)).Message, StringComparison.Ordinal);
            return;
        }
        using LoadedObject loaded = engine.Load(read);

        Assert.Equal(2U, loaded.Programs["looks_up"].Run(data: new byte[64]).ReturnValue); // XDP_PASS

        Assert.Equal((NoEntry, WrongProtocol), loaded.Global<(int, int)>(".bss", 0).Value);
    }

    [Fact]
    public void Load_CallOfAMissingFunction_IsNamed()
    {
        var error = Assert.Throws<BpfNotSupportedException>(() => LoadOptional("calls_what_is_missing"));

        Assert.Contains("'no_such_function'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONFIG_HZ")]
    [InlineData("schedule")]
    [InlineData("bpf_task_from_pid")]
    public void Load_MissingAndNotOptional_NamesIt(string name)
    {
        KernelAccess.RequireKernelBtf();
        BpfObject read = Read();
        const string Other = "no_kernel_has_this";
        string renamed = name.StartsWith("CONFIG_", StringComparison.Ordinal) ? "CONFIG_NO_KERNEL_HAS_THIS" : Other;
        BpfObject broken = new()
        {
            Programs = [],
            Maps = read.Maps,
            Btf = read.Btf,
            Externs = [.. read.Externs.Select(e => e.Name == name ? new ExternSpec(renamed, e.Kind, e.TypeId, e.IsWeak) { Configuration = e.Configuration } : e)],
        };

        var error = Assert.Throws<BpfNotSupportedException>(() => KernelAccess.RequireEngine().Load(broken, new LoadOptions { Configuration = Given }));

        Assert.Contains($"'{renamed}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONFIG_BPF_SYSCALL", "m")]
    [InlineData("CONFIG_HZ", "5000000000")]
    [InlineData("CONFIG_HZ", "y")]
    [InlineData("CONFIG_HZ", "\"text\"")]
    [InlineData("CONFIG_DEFAULT_HOSTNAME", "\"open")]
    [InlineData("CONFIG_DEFAULT_HOSTNAME", "7")]
    public void Load_ConfigurationThatDoesNotFit_SaysWhy(string name, string value)
    {
        var given = new Dictionary<string, string>(Given) { [name] = value };

        var error = Assert.Throws<BpfNotSupportedException>(() => Load(new LoadOptions { Configuration = given }));

        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Externs_LeavesNoDescriptor()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        BpfObject read = Read();
        if (LacksTheFunction()) return;

        DescriptorCount.AssertSame(() => engine.Load(read, new LoadOptions { Configuration = Given }).Dispose());
    }

    // bpf_task_from_pid is in Linux since 6.2; older ones must have said that it is what they lack.
    private static bool LacksTheFunction()
    {
        if (Environment.OSVersion.Version >= new Version(6, 2)) return false;

        var error = Assert.Throws<BpfNotSupportedException>(() => Load(new LoadOptions { Configuration = Given }).Dispose());
        Assert.Contains("'bpf_task_from_pid'", error.Message, StringComparison.Ordinal);
        return true;
    }

    private static bool HasFunction(KernelEngine engine, string name) =>
        engine.ReadKernelTypes().TryFind<Bpf.Types.BtfFunction>(name, out _);

    private static Dictionary<string, string> Given => new()
    {
        ["CONFIG_HZ"] = "250",
        ["CONFIG_BPF_SYSCALL"] = "y",
        ["CONFIG_INET"] = "m",
        ["CONFIG_BPF"] = "m",
        ["CONFIG_DEFAULT_HOSTNAME"] = "\"seventeen chars..\"",
    };

    private static BpfObject Read() => ObjectReader.Read(Clang.Compile("externs.bpf.c"));

    private static LoadedObject Load(LoadOptions options)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        return engine.Load(Read(), options);
    }

    private static LoadedObject LoadOptional(string program)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        return engine.Load(ObjectReader.Read(Clang.Compile("optional.bpf.c")), new LoadOptions { Select = p => p.Name == program });
    }

    private static ulong VersionOfThisKernel()
    {
        // What the C library's headers were told of this kernel by nobody: the three numbers of uname, as KERNEL_VERSION packs them.
        string release = File.ReadAllText("/proc/sys/kernel/version").Split("Debian ") is [_, var debian] ? debian : File.ReadAllText("/proc/sys/kernel/osrelease");
        ulong[] numbers = [.. release.Split('.', '-', '+', '\n').Take(3).Select(n => ulong.TryParse(n, CultureInfo.InvariantCulture, out ulong number) ? number : 0)];
        return (numbers[0] << 16) + (numbers[1] << 8) + Math.Min(255, numbers[2]);
    }

    private static ulong AddressOf(string symbol) => ulong.Parse(
        File.ReadLines("/proc/kallsyms").First(l => l.EndsWith($" {symbol}", StringComparison.Ordinal)).Split(' ')[0],
        NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    // struct result of externs.bpf.c
    private readonly record struct Result(
        ulong Version, ulong Hz, ulong BpfSystemCall, ulong Inet, ulong Bpf, ulong Cookie, ulong Missing,
        Name Hostname, ulong Address, ulong MissingAddress, ulong MissingVariable, ulong TaskFound);

    [System.Runtime.CompilerServices.InlineArray(16)]
    private struct Name
    {
        private byte _first;

        public override readonly string ToString()
        {
            ReadOnlySpan<byte> bytes = this;
            return Encoding.ASCII.GetString(bytes[..bytes.IndexOf((byte)0)]);
        }
    }
}
