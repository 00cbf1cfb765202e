using System.Globalization;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;

namespace Waggle.Vm;

/// <summary>Finds what an object wants of the kernel by name: in the engine's settings, in the application's helpers, in the engine's kernel functions.</summary>
/// <remarks>What is wanted and not there is an error of the program that wants it, not of the object: others may run.</remarks>
internal sealed class ObjectExterns(BpfObject obj, VmOptions options, ApplicationHelpers helpers)
{
    // What the address of a function that is there looks like to a program, which can only ask whether it is zero.
    private const ulong FunctionAddress = 0x5742_4b46_0000_0000;
    private const int MostPatch = 255;

    private readonly Dictionary<string, ExternSpec> _byName = obj.Externs.ToDictionary(e => e.Name, StringComparer.Ordinal);

    /// <summary>The value of map ".kconfig".</summary>
    /// <exception cref="BpfNotSupportedException">The object can't do without a value that nobody has given.</exception>
    internal byte[] ReadConfiguration(MapSpec map)
    {
        byte[] value = [.. map.InitialValue ?? new byte[map.ValueSizeInBytes]];
        foreach (ExternSpec wanted in obj.Externs.Where(e => e.Kind == ExternKind.Configuration))
        {
            if (Write(value, wanted) is not { } problem) continue;
            throw new BpfNotSupportedException("find what an object wants of the kernel", $"'{wanted.Name}'", Errno.None,
                $"The object wants the configuration value '{wanted.Name}': {problem}.");
        }

        return value;
    }

    /// <summary>Finds what an instruction wants.</summary>
    /// <exception cref="VmLoadException">It is not there, and the program can't do without.</exception>
    internal NamedThing Find(ProgramSpec program, ExternReference reference)
    {
        int slot = reference.InstructionIndex;
        if (!_byName.TryGetValue(reference.Name, out ExternSpec? wanted))
            throw new VmLoadException(program.Name, slot, $"It refers to '{reference.Name}', which the object does not declare.");
        if (wanted.Kind == ExternKind.Function)
        {
            if (FindFunction(program, slot, wanted) is { } function) return new(function, FunctionAddress + (uint)obj.Externs.IndexOf(wanted) + 1);
            if (wanted.IsWeak) return default;
            throw new VmLoadException(program.Name, slot, $"It calls '{wanted.Name}', which the embedded engine does not have. "
                + $"Give it as a helper of your own ({nameof(VmOptions)}.{nameof(VmOptions.Helpers)}), or declare it __weak and ask with bpf_ksym_exists.");
        }

        if (wanted.IsWeak) return default;
        throw new VmLoadException(program.Name, slot, $"It wants the kernel's variable '{wanted.Name}', and in this process there is no kernel. "
            + "Declared __weak, its address is 0 here.");
    }

    private HelperBinding? FindFunction(ProgramSpec program, int slot, ExternSpec wanted)
    {
        string name = ExternTypes.EssentialName(wanted.Name);
        if (helpers.Find(name) is { } helper)
        {
            CheckArguments(program, slot, wanted, helper);
            return helper.Binding;
        }

        return KernelFunctionTable.Find(name);
    }

    // A call that gives fewer registers than the helper takes would hand over what happens to be in the others.
    private void CheckArguments(ProgramSpec program, int slot, ExternSpec wanted, VmHelper helper)
    {
        if (obj.Btf?[wanted.TypeId] is not BtfFunction function || obj.Btf[function.PrototypeId] is not BtfFunctionPrototype prototype) return;
        int declared = prototype.Parameters.Length, taken = helper.Contract.Arguments.Length;
        if (declared == taken) return;
        throw new VmLoadException(program.Name, slot, string.Create(CultureInfo.InvariantCulture,
            $"It declares '{wanted.Name}' with {declared} parameters, and the helper of this name takes {taken} registers: {string.Join(", ", helper.Contract.Arguments.Select(a => a.Kind))}."));
    }

    private string? Write(byte[] value, ExternSpec wanted)
    {
        ConfigurationValue place = wanted.Configuration;
        if (options.Configuration.TryGetValue(wanted.Name, out string? given)) return ConfigurationWriter.Write(value, place, given);
        return wanted.Name switch
        {
            "LINUX_KERNEL_VERSION" => ConfigurationWriter.WriteNumber(value, place, VersionCode(options.KernelVersion)),
            "LINUX_HAS_BPF_COOKIE" or "LINUX_HAS_SYSCALL_WRAPPER" => ConfigurationWriter.WriteYesOrNo(value, place, true),
            _ when wanted.IsWeak => null,
            _ => $"give it with {nameof(VmOptions)}.{nameof(VmOptions.Configuration)}, or declare it __weak",
        };
    }

    // KERNEL_VERSION of linux/version.h.
    private static ulong VersionCode(Version version) =>
        ((ulong)version.Major << 16) + ((ulong)version.Minor << 8) + (ulong)Math.Clamp(version.Build, 0, MostPatch);
}
