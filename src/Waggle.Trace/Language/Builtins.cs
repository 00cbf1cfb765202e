using System.Runtime.CompilerServices;
using Waggle.CSharp;

namespace Waggle.Trace.Language;

/// <summary>What a clause of <c>waggle trace -e</c> may name: facts of the moment, and functions.</summary>
/// <remarks>Plain C# that the compiler inlines. Numbers are signed where a sign can't hurt, so that they mix in arithmetic.</remarks>
public static class Builtins
{
    private static readonly StackTraceMap __stacks = new();

    /// <summary>Name of the current thread.</summary>
    public static Comm comm
    {
        get
        {
            CSharp.Bpf.ReadCurrentComm(out Comm name);
            return name;
        }
    }

    /// <summary>Process id.</summary>
    public static int pid => CSharp.Bpf.CurrentProcess;

    /// <summary>Thread id.</summary>
    public static int tid => CSharp.Bpf.CurrentThread;

    /// <summary>User id.</summary>
    public static uint uid => CSharp.Bpf.CurrentUser;

    /// <summary>Group id.</summary>
    public static uint gid => CSharp.Bpf.CurrentGroup;

    /// <summary>Number of the CPU.</summary>
    public static int cpu => (int)CSharp.Bpf.CurrentCpu;

    /// <summary>Nanoseconds since boot, suspended time left out.</summary>
    public static long nsecs => (long)CSharp.Bpf.Now;

    /// <summary>Id of the current cgroup in the v2 hierarchy.</summary>
    public static ulong cgroup => CSharp.Bpf.CurrentCgroup;

    /// <summary>Address of the current task: <c>((task_struct)curtask).FIELD</c>.</summary>
    public static ulong curtask => CSharp.Bpf.CurrentTaskAddress;

    /// <summary>A random number.</summary>
    public static uint rand => CSharp.Bpf.Random;

    /// <summary>Name of the hook that the clause runs at.</summary>
    public static HookName probe => default;

    /// <summary>Text that ends at a zero, from the process's or the kernel's memory: the upper half of all addresses is the kernel's.</summary>
    /// <returns>At most 63 bytes; printed directly, at most 255. Empty if it can't be read.</returns>
    public static Text64 str(ulong address)
    {
        Unsafe.SkipInit(out Text64 text); // the helper clears it if it can't read
        ReadText(address, ref text);
        return text;
    }

    /// <summary>Text that is there already: a field of the record.</summary>
    public static T str<T>(T text) where T : unmanaged => text;

    /// <summary>The kernel's stack.</summary>
    public static KernelStack stack() => new(__stacks.Capture());

    /// <summary>The process's stack, by frame pointers.</summary>
    public static UserStack ustack() => new(__stacks.Capture(StackFlags.User), CSharp.Bpf.CurrentProcess);

    /// <summary>An address of the kernel, printed as the name of its function.</summary>
    public static KernelAddress ksym(ulong address) => new(address);

    /// <summary>Reads text to where it shall be.</summary>
    public static void ReadText<T>(ulong address, ref T text) where T : unmanaged
    {
        if ((long)address < 0) CSharp.Bpf.ReadKernelString(address, ref text);
        else CSharp.Bpf.ReadUserString(address, ref text);
    }

    /// <summary>Reads text that the kernel has at an address.</summary>
    public static T KernelText<T>(ulong address) where T : unmanaged
    {
        Unsafe.SkipInit(out T text);
        CSharp.Bpf.ReadKernelString(address, ref text);
        return text;
    }

    /// <summary>Reads a value that the kernel has at an address; 0 if it can't be read.</summary>
    public static T Kernel<T>(ulong address) where T : unmanaged
    {
        CSharp.Bpf.TryReadKernel(address, out T value);
        return value;
    }

    /// <summary>A field of a tracepoint's record.</summary>
    public static T Field<TRecord, T>(ref readonly TRecord record, int offset) where TRecord : unmanaged where T : unmanaged =>
        Unsafe.As<byte, T>(ref Unsafe.Add(ref Unsafe.As<TRecord, byte>(ref Unsafe.AsRef(in record)), offset));

    /// <summary>Text of fixed length in a tracepoint's record.</summary>
    public static T TextField<TRecord, T>(ref readonly TRecord record, int offset) where TRecord : unmanaged where T : unmanaged =>
        KernelText<T>(CSharp.Bpf.AddressOf(in record) + (ulong)offset);

    /// <summary>Text of any length in a tracepoint's record, by the field that says where.</summary>
    public static T LocatedText<TRecord, T>(ref readonly TRecord record, int offset) where TRecord : unmanaged where T : unmanaged
    {
        Unsafe.SkipInit(out T text);
        CSharp.Bpf.ReadRecordString(in record, Field<TRecord, uint>(in record, offset), ref text);
        return text;
    }

    /// <summary>Eight bytes of a text, to compare it with another one.</summary>
    public static ulong Word<T>(ref readonly T text, int index) where T : unmanaged =>
        Unsafe.Add(ref Unsafe.As<T, ulong>(ref Unsafe.AsRef(in text)), index);
}
