using Waggle.Bpf.Errors;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Programs;

/// <summary>Finds functions of a loaded program, which extensions replace and tracing programs watch.</summary>
internal static class TargetProgram
{
    /// <summary>The id of a function in the types of the program.</summary>
    /// <exception cref="BpfAttachException">The program has no such function; close names are suggested.</exception>
    /// <exception cref="BpfNotSupportedException">The program was loaded without types.</exception>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static uint FindFunction(KernelProgram target, string function)
    {
        ProgramInfo info = default;
        Errno error = KernelObject.ReadInfo(target.Descriptor, ref info);
        if (error != Errno.None) throw KernelError.Other("read what the kernel says of a program", target.ToString(), error, Capability.SysAdmin);
        if (info.btf_id == 0)
            throw new BpfNotSupportedException("find a function of a program", target.ToString(), Errno.None,
                "It was loaded without types: compile it with -g.");
        byte[] bytes = KernelObject.TryReadBtf(info.btf_id)
            ?? throw KernelError.Other("read types", target.ToString(), Libc.LastError, Capability.SysAdmin);
        var types = Btf.Read(bytes);
        if (types.TryFind<BtfFunction>(function, out int id, out _)) return (uint)id;
        throw new BpfAttachException("find a function of a program", target.ToString(), Errno.NoEntry,
            $"It has no function '{function}'.{CloseNames.Suggest(function, Functions(types))}");
    }

    private static IEnumerable<string> Functions(Btf types)
    {
        for (int id = 1; id < types.Count; id++)
        {
            if (types[id] is BtfFunction function) yield return function.Name;
        }
    }
}
