using System.Diagnostics.CodeAnalysis;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Programs;

namespace Waggle.Linux;

/// <summary>The Linux kernel of this machine: turns described programs and maps into live ones.</summary>
/// <remarks>Thread-safe.</remarks>
[SuppressMessage("Performance", "CA1822", Justification = "Users hold an engine and may be given another one; that this one keeps no state is its own affair.")]
public sealed class KernelEngine : IEngine
{
    private KernelEngine()
    {
    }

    /// <summary>Types of the running kernel, read once for the process.</summary>
    /// <exception cref="BpfNotSupportedException">The kernel is built without BTF.</exception>
    public Btf KernelBtf => RunningKernelTypes.Get();

    /// <summary>Types of the running kernel and of the modules that are loaded now.</summary>
    /// <returns>A fresh view: modules are read when they are first asked for, and those that stayed are not read again.</returns>
    /// <exception cref="BpfNotSupportedException">The kernel is built without BTF.</exception>
    public KernelTypes ReadKernelTypes() => RunningKernelTypes.WithModules();

    /// <summary>Opens the engine. Changes nothing, and asks for no privilege yet.</summary>
    /// <exception cref="BpfNotSupportedException">This is not Linux on x86-64 or arm64, or the kernel has no <c>bpf(2)</c>.</exception>
    public static KernelEngine Create()
    {
        const string Operation = "use BPF";
        OperatingSystemGuard.ThrowIfNotLinux(Operation);
        // An empty request: a kernel with bpf(2) says EINVAL or EPERM, one without says ENOSYS.
        var attr = new ObjectInfoAttr { bpf_fd = -1 };
        if (BpfCall.Invoke(BpfCommand.BPF_OBJ_GET_INFO_BY_FD, ref attr) < 0 && Libc.LastError == Errno.NotImplemented)
            throw KernelError.Other(Operation, "bpf(2)", Errno.NotImplemented);
        return new KernelEngine();
    }

    /// <summary>Creates the object's maps and loads its programs: all of them, or none and an exception.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="options">How, or null for the usual way.</param>
    /// <returns>The live object, nothing attached yet.</returns>
    /// <exception cref="VerifierException">The verifier rejected a program.</exception>
    /// <exception cref="BpfMapException">A map can't be created as described.</exception>
    /// <exception cref="BpfAttachException">A tracing program names a hook that the kernel does not have.</exception>
    /// <exception cref="BpfPermissionException">A capability is missing, or a policy forbids it.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel lacks something that the object needs.</exception>
    public LoadedObject Load(BpfObject obj, LoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return new ObjectLoading(obj, options ?? new LoadOptions()).Run();
    }

    LiveObject IEngine.Load(BpfObject obj) => Load(obj);
}
