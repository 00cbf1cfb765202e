using System.Runtime.InteropServices;
using System.Text;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>One attachment to many functions of the kernel (Linux 5.18; sessions 6.10), made and undone at once.</summary>
public sealed unsafe class KprobeMultiLink : Link
{
    private const uint Return = 1; // BPF_F_KPROBE_MULTI_RETURN

    private KprobeMultiLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    /// <summary>Attaches to functions by name.</summary>
    internal static KprobeMultiLink Attach(SafeDescriptor program, string programName, IReadOnlyList<string> functions, bool atReturn,
        BpfAttachType attachType, KprobeMultiOptions options)
    {
        // One block of memory: an array of pointers, then the names that they point to.
        byte[][] names = [.. functions.Select(f => Encoding.UTF8.GetBytes(f + "\0"))];
        nint block = (nint)NativeMemory.Alloc((nuint)(names.Length * sizeof(nint) + names.Sum(n => n.Length)));
        try
        {
            var pointers = (nint*)block;
            nint next = block + names.Length * sizeof(nint);
            for (int i = 0; i < names.Length; i++)
            {
                pointers[i] = next;
                Marshal.Copy(names[i], 0, next, names[i].Length);
                next += names[i].Length;
            }
            string what = functions.Count == 1 ? functions[0] : $"{functions.Count} functions";
            return Attach(program, programName, what, functions.Count, symbols: (ulong)block, addresses: 0, atReturn, attachType, options);
        }
        finally
        {
            NativeMemory.Free((void*)block);
        }
    }

    /// <summary>Attaches to functions by address.</summary>
    internal static KprobeMultiLink Attach(SafeDescriptor program, string programName, ReadOnlySpan<ulong> addresses, bool atReturn,
        BpfAttachType attachType, KprobeMultiOptions options)
    {
        fixed (ulong* pointer = addresses)
            return Attach(program, programName, $"{addresses.Length} addresses", addresses.Length, symbols: 0, (ulong)pointer, atReturn, attachType, options);
    }

    private static KprobeMultiLink Attach(SafeDescriptor program, string programName, string what, int count, ulong symbols, ulong addresses,
        bool atReturn, BpfAttachType attachType, KprobeMultiOptions options)
    {
        if (count == 0) throw new ArgumentException("No function is given.", nameof(options));
        if (options.Cookies is { } given && given.Count != count)
            throw new ArgumentException($"There are {count} functions and {given.Count} cookies.", nameof(options));

        bool isSession = attachType == BpfAttachType.BPF_TRACE_KPROBE_SESSION;
        string hook = $"{(isSession ? "kprobe.session" : atReturn ? "kretprobe.multi" : "kprobe.multi")} {what}";
        ulong[]? cookies = options.Cookies?.ToArray();
        using SafeDescriptor.Lease lease = program.Use();
        fixed (ulong* cookiesPointer = cookies)
        {
            var attr = new LinkCreateAttr
            {
                prog_fd = lease.Number,
                attach_type = attachType,
                kprobe_flags = atReturn && !isSession ? Return : 0,
                kprobe_cnt = (uint)count,
                kprobe_syms = symbols,
                kprobe_addrs = addresses,
                kprobe_cookies = (ulong)cookiesPointer,
            };
            if (BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr) is { } link) return new KprobeMultiLink(programName, hook, link);
        }
        Errno error = Libc.LastError;
        string target = $"program '{programName}' to {hook}";
        throw error switch
        {
            Errno.OperationNotSupported or Errno.NotSupported => new BpfNotSupportedException("attach a program", target, error,
                "The kernel is built without what many kprobes need at once (CONFIG_FPROBE, CONFIG_KPROBES)."),
            Errno.Invalid => KernelError.Attach(target, error,
                "The kernel is older than Linux 5.18 (kprobe.session: 6.10), the program was not loaded for it, or a name or address is no function that ftrace can stop at."),
            Errno.NoProcess or Errno.NoEntry => KernelError.Attach(target, error, "A name is no function that ftrace can stop at, or several functions have it."),
            _ => KernelError.Attach(target, error),
        };
    }
}
