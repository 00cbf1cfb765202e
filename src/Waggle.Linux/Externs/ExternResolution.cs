using System.Globalization;
using System.Text.RegularExpressions;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Externs;

/// <summary>Finds in the running kernel what an object asks for: configuration, symbols, variables, functions.</summary>
/// <remarks>Rules of libbpf's <c>bpf_object__resolve_externs</c>. Holds descriptors of modules until it is disposed.</remarks>
internal sealed partial class ExternResolution : IDisposable
{
    private const string Operation = "find what an object wants of the kernel";

    private readonly BpfObject _object;
    private readonly Dictionary<string, ResolvedExtern> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SafeDescriptor> _modules = new(StringComparer.Ordinal);
    private KernelTypes? _kernel;

    private ExternResolution(BpfObject obj) => _object = obj;

    /// <summary>What was found, by name; what is missing and may be is there too, empty.</summary>
    public IReadOnlyDictionary<string, ResolvedExtern> Found => _found;

    /// <summary>The value of map ".kconfig"; null if the object has none.</summary>
    public byte[]? Configuration { get; private set; }

    /// <summary>Finds everything.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="overrides">Values of the configuration that win over the kernel's.</param>
    /// <exception cref="BpfNotSupportedException">The kernel lacks something, and the object can't do without.</exception>
    /// <exception cref="BpfPermissionException">The kernel hides the addresses of its symbols.</exception>
    public static ExternResolution Run(BpfObject obj, IReadOnlyDictionary<string, string> overrides)
    {
        var resolution = new ExternResolution(obj);
        try
        {
            resolution.ResolveConfiguration(overrides);
            resolution.ResolveAddresses();
            foreach (ExternSpec wanted in obj.Externs)
            {
                if (wanted.Kind is ExternKind.Variable or ExternKind.Function) resolution.ResolveTyped(wanted);
            }
            return resolution;
        }
        catch
        {
            resolution.Dispose();
            throw;
        }
    }

    /// <summary>What to say instead of the verifier's words, if it stumbled over the call of a missing function; else null.</summary>
    public BpfNotSupportedException? Explain(ProgramSpec program, VerifierException rejection)
    {
        Match call = UnknownCall().Matches(rejection.Log).LastOrDefault() ?? Match.Empty;
        if (!call.Success || !int.TryParse(call.Groups["number"].ValueSpan, CultureInfo.InvariantCulture, out int number)) return null;
        ExternSpec? missing = _object.Externs.ElementAtOrDefault(number - ResolvedExtern.MissingCall);
        return number < ResolvedExtern.MissingCall || missing is not { Kind: ExternKind.Function }
            ? null
            : new BpfNotSupportedException("load a program", $"program '{program}'", rejection.Errno,
                $"It calls the kernel function '{missing.Name}', which this kernel lacks: ask with bpf_ksym_exists before the call.");
    }

    public void Dispose()
    {
        foreach (SafeDescriptor module in _modules.Values) module.Dispose();
    }

    private void ResolveConfiguration(IReadOnlyDictionary<string, string> overrides)
    {
        if (_object.Maps.FirstOrDefault(m => m.Name == ExternSpec.ConfigurationMap)?.InitialValue is not { } initial) return;
        byte[] value = [.. initial];
        Lazy<KernelConfiguration?> system = new(KernelConfiguration.TryRead);
        foreach (ExternSpec wanted in _object.Externs.Where(e => e.Kind == ExternKind.Configuration))
        {
            ConfigurationValue place = wanted.Configuration;
            string? problem = wanted.Name switch
            {
                _ when overrides.TryGetValue(wanted.Name, out string? given) => ConfigurationWriter.Write(value, place, given),
                "LINUX_KERNEL_VERSION" => ConfigurationWriter.WriteNumber(value, place, KernelVersionCode.Read()),
                "LINUX_HAS_BPF_COOKIE" => ConfigurationWriter.WriteYesOrNo(value, place, HasCookies()),
                "LINUX_HAS_SYSCALL_WRAPPER" => ConfigurationWriter.WriteYesOrNo(value, place, HasSystemCallWrappers()),
                _ when wanted.Name.StartsWith("CONFIG_", StringComparison.Ordinal) =>
                    system.Value?.Values.TryGetValue(wanted.Name, out string? text) == true ? ConfigurationWriter.Write(value, place, text)
                    : wanted.IsWeak ? null
                    : system.Value is null ? "there is neither /boot/config-$(uname -r) nor /proc/config.gz on this machine: give the value with LoadOptions.Configuration"
                    : "the kernel was configured without it",
                _ => wanted.IsWeak && wanted.Name.StartsWith("LINUX_", StringComparison.Ordinal) ? null : "values have names that start with CONFIG_ or are known LINUX_ ones",
            };
            if (problem is not null) throw Missing(wanted, problem);
        }
        Configuration = value;
    }

    private void ResolveAddresses()
    {
        ExternSpec[] wanted = [.. _object.Externs.Where(e => e.Kind == ExternKind.Address)];
        if (wanted.Length == 0) return;
        Dictionary<string, HashSet<ulong>> addresses = FindSymbols([.. wanted.Select(w => ExternTypes.EssentialName(w.Name))]);
        foreach (ExternSpec symbol in wanted)
        {
            HashSet<ulong> found = addresses.GetValueOrDefault(ExternTypes.EssentialName(symbol.Name)) ?? [];
            if (found.Count > 1) throw Missing(symbol, $"the kernel has {found.Count} symbols of this name at different addresses");
            if (found.Contains(0))
            {
                throw new BpfPermissionException(Operation, $"symbol '{symbol.Name}'", Errno.NotPermitted,
                    "The kernel hides the addresses of its symbols from this process (kernel.kptr_restrict): it needs CAP_SYSLOG.");
            }
            if (found.Count == 0 && !symbol.IsWeak) throw Missing(symbol, $"{KernelSymbols.Path} has no such symbol");
            Add(symbol, found.FirstOrDefault(), 0, null);
        }
    }

    private void ResolveTyped(ExternSpec wanted)
    {
        string name = ExternTypes.EssentialName(wanted.Name);
        _kernel ??= RunningKernelTypes.WithModules();
        (Btf Types, string? Module, int Id, int TypeId)? found = wanted.Kind == ExternKind.Function
            ? _kernel.TryFind<BtfFunction>(name, out KernelType<BtfFunction>? function) ? (function.Types, function.Module, function.Id, function.Type.PrototypeId) : null
            : _kernel.TryFind<BtfVariable>(name, out KernelType<BtfVariable>? variable) ? (variable.Types, variable.Module, variable.Id, variable.Type.TypeId) : null;
        string what = wanted.Kind == ExternKind.Function ? "function" : "variable";
        if (found is not { } place)
        {
            if (!wanted.IsWeak) throw Missing(wanted, $"the types of the kernel and its modules have no {what} '{name}'");
            Add(wanted, 0, 0, null);
            return;
        }
        if (!ExternTypes.AreCompatible(_object.Btf!, LocalType(wanted), place.Types, place.TypeId))
        {
            // As libbpf: an optional function of another signature counts as missing, so that several may be declared.
            if (wanted is not { Kind: ExternKind.Function, IsWeak: true }) throw Missing(wanted, $"the kernel's {what} '{name}' has another type than the object declares");
            Add(wanted, 0, 0, null);
            return;
        }
        SafeDescriptor? module = null;
        if (place.Module is not null && !_modules.TryGetValue(place.Module, out module))
            _modules.Add(place.Module, module = ModuleTypesDescriptor.Open(place.Module));
        Add(wanted, 0, place.Id, module);
    }

    private int LocalType(ExternSpec wanted) => _object.Btf![wanted.TypeId] switch
    {
        BtfFunction function => function.PrototypeId,
        BtfVariable variable => variable.TypeId,
        _ => throw new BpfException(Operation, $"'{wanted.Name}'", Errno.None, "The object is broken: it declares neither a variable nor a function."),
    };

    private void Add(ExternSpec wanted, ulong address, int typeId, SafeDescriptor? module) =>
        _found.Add(wanted.Name, new ResolvedExtern(address, typeId, module, _object.Externs.IndexOf(wanted)));

    private static Dictionary<string, HashSet<ulong>> FindSymbols(HashSet<string> names)
    {
        try
        {
            return KernelSymbols.Find(File.ReadLines(KernelSymbols.Path), names);
        }
        catch (IOException)
        {
            return []; // a kernel without symbols, or no /proc: all are missing
        }
    }

    // Attaching with a cookie came with the helper that reads it (Linux 5.15).
    private static bool HasCookies() => RunningKernelTypes.Get().TryFind("bpf_func_id", out _, out BtfEnum? helpers)
        && helpers.Values.Any(v => v.Name == "BPF_FUNC_get_attach_cookie");

    private static bool HasSystemCallWrappers() => FindSymbols(["__x64_sys_bpf", "__arm64_sys_bpf"]).Count > 0;

    private static BpfNotSupportedException Missing(ExternSpec wanted, string why) => new(Operation, $"'{wanted.Name}'", Errno.NoEntry,
        $"The object wants the {Describe(wanted.Kind)} '{wanted.Name}': {why}.{(wanted.IsWeak ? "" : " Declared __weak, it is optional.")}");

    private static string Describe(ExternKind kind) => kind switch
    {
        ExternKind.Configuration => "configuration value",
        ExternKind.Address => "kernel symbol",
        ExternKind.Variable => "kernel variable",
        _ => "kernel function",
    };

    // "12: (85) call unknown#2002000003", as the verifier prints a helper that it does not know
    [GeneratedRegex(@"\(85\) call unknown#(?<number>\d+)")]
    private static partial Regex UnknownCall();
}
