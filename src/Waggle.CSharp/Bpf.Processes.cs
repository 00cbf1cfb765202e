using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

public static partial class Bpf
{
    /// <summary>Sends a signal to the current process (<c>bpf_send_signal</c>, Linux 5.3).</summary>
    /// <param name="signal">Its number, such as 9.</param>
    /// <returns>0, or a negative errno: EBUSY if too many are pending, EPERM for the kernel's own threads.</returns>
    [Helper(109, Since = "5.3")]
    public static long SendSignal(uint signal) => (long)BpfHost.Current.Call(109, signal);

    /// <summary>Sends a signal to the current thread (<c>bpf_send_signal_thread</c>, Linux 5.6).</summary>
    /// <param name="signal">Its number, such as 9.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(117, Since = "5.6")]
    public static long SendSignalToThread(uint signal) => (long)BpfHost.Current.Call(117, signal);

    [Helper(58, Since = "4.16")]
    internal static long OverrideReturn(ref byte context, ulong value) =>
        (long)BpfHost.Current.Call(58, BpfHost.Address(in context), value);

    /// <summary>Keeps the probed function from running, and returns a value in its place (<c>bpf_override_return</c>, Linux 4.16). For
    /// <see cref="KprobeAttribute"/> at functions that the kernel marks for error injection. GPL only.</summary>
    public static void OverrideReturn(long value) => OverrideReturn(ref ProgramContext.Current, (ulong)value);

    [Helper(141, Since = "5.9")]
    private static long GetTaskStack(KernelPointer<TaskStruct> task, ref byte buffer, uint size, ulong flags) =>
        (long)BpfHost.Current.Call(141, task.Address, BpfHost.Address(in buffer), size, flags);

    /// <summary>Writes the kernel or user stack of a task (<c>bpf_get_task_stack</c>, Linux 5.9).</summary>
    /// <param name="task">The task, its type known to the verifier.</param>
    /// <param name="buffer">An inline array of <see cref="ulong"/>: the addresses, the innermost first.</param>
    /// <param name="flags">Which stack.</param>
    /// <returns>Bytes written, or a negative errno.</returns>
    public static int ReadTaskStack<TBuffer>(KernelPointer<TaskStruct> task, ref TBuffer buffer, StackFlags flags = StackFlags.None) where TBuffer : unmanaged =>
        (int)GetTaskStack(task, ref Unsafe.As<TBuffer, byte>(ref buffer), (uint)Unsafe.SizeOf<TBuffer>(), (ulong)flags);

    [Helper(67, Since = "4.18")]
    private static long GetStack(ref byte context, ref byte buffer, uint size, ulong flags) =>
        (long)BpfHost.Current.Call(67, BpfHost.Address(in context), BpfHost.Address(in buffer), size, flags);

    /// <summary>Writes the kernel or user stack at the hook (<c>bpf_get_stack</c>, Linux 4.18). For tracing programs. GPL only.</summary>
    /// <param name="buffer">An inline array of <see cref="ulong"/>: the addresses, the innermost first.</param>
    /// <param name="flags">Which stack.</param>
    /// <returns>Bytes written, or a negative errno.</returns>
    public static int ReadStack<TBuffer>(ref TBuffer buffer, StackFlags flags = StackFlags.None) where TBuffer : unmanaged =>
        (int)GetStack(ref ProgramContext.Current, ref Unsafe.As<TBuffer, byte>(ref buffer), (uint)Unsafe.SizeOf<TBuffer>(), (ulong)flags);

    /// <summary>The registers that a task entered the kernel with (<c>bpf_task_pt_regs</c>, Linux 5.15). GPL only.</summary>
    [Helper(175, Since = "5.15")]
    public static KernelPointer<TaskRegisters> RegistersOf(KernelPointer<TaskStruct> task) => new(BpfHost.Current.Call(175, task.Address));

    /// <summary>Sets options of a program that is being started. For LSM programs at bprm_creds_for_exec (<c>bpf_bprm_opts_set</c>, Linux
    /// 5.11).</summary>
    /// <param name="binary">The hook's <c>linux_binprm</c>.</param>
    /// <param name="flags">1 for secure execution, as of setuid programs.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(159, Since = "5.11")]
    public static long SetExecutionOptions(KernelPointer<byte> binary, ulong flags) =>
        (long)BpfHost.Current.Call(159, binary.Address, flags);

    [Helper(161, Since = "5.11")]
    private static long ImaInodeHash(KernelPointer<byte> inode, ref byte buffer, uint size) =>
        (long)BpfHost.Current.Call(161, inode.Address, BpfHost.Address(in buffer), size);

    [Helper(193, Since = "5.18")]
    private static long ImaFileHash(KernelPointer<byte> file, ref byte buffer, uint size) =>
        (long)BpfHost.Current.Call(193, file.Address, BpfHost.Address(in buffer), size);

    /// <summary>Writes the hash of a file's contents that the integrity subsystem keeps (<c>bpf_ima_inode_hash</c>, Linux 5.11). For LSM
    /// programs that may sleep.</summary>
    /// <param name="inode">The file's <c>struct inode</c>, its type known to the verifier.</param>
    /// <param name="buffer">An inline array of bytes.</param>
    /// <returns>The algorithm, or a negative errno.</returns>
    public static int ReadInodeHash<TInode, TBuffer>(KernelPointer<TInode> inode, ref TBuffer buffer) where TInode : unmanaged where TBuffer : unmanaged =>
        (int)ImaInodeHash(Unsafe.BitCast<KernelPointer<TInode>, KernelPointer<byte>>(inode), ref Unsafe.As<TBuffer, byte>(ref buffer), (uint)Unsafe.SizeOf<TBuffer>());

    /// <summary>Writes the hash of a file's contents, which is computed if it is not known (<c>bpf_ima_file_hash</c>, Linux 5.18). For LSM
    /// programs that may sleep.</summary>
    /// <param name="file">The <c>struct file</c>, its type known to the verifier.</param>
    /// <param name="buffer">An inline array of bytes.</param>
    /// <returns>The algorithm, or a negative errno.</returns>
    public static int ReadFileHash<TFile, TBuffer>(KernelPointer<TFile> file, ref TBuffer buffer) where TFile : unmanaged where TBuffer : unmanaged =>
        (int)ImaFileHash(Unsafe.BitCast<KernelPointer<TFile>, KernelPointer<byte>>(file), ref Unsafe.As<TBuffer, byte>(ref buffer), (uint)Unsafe.SizeOf<TBuffer>());

    [Helper(147, Since = "5.10")]
    private static long GetPath(KernelPointer<byte> path, ref byte buffer, uint size) =>
        (long)BpfHost.Current.Call(147, path.Address, BpfHost.Address(in buffer), size);

    /// <summary>Writes the full name behind a <c>struct path</c> (<c>bpf_d_path</c>, Linux 5.10). For typed tracing programs at functions that
    /// the kernel lists (such as security_file_open and the LSM hooks).</summary>
    /// <param name="path">The path, its type known to the verifier.</param>
    /// <param name="buffer">An inline array of bytes; filled from its end before it is moved to the front.</param>
    /// <returns>Bytes of the name, the zero included; or a negative errno.</returns>
    public static int ReadPath<TPath, TBuffer>(KernelPointer<TPath> path, ref TBuffer buffer) where TPath : unmanaged where TBuffer : unmanaged =>
        (int)GetPath(Unsafe.BitCast<KernelPointer<TPath>, KernelPointer<byte>>(path), ref Unsafe.As<TBuffer, byte>(ref buffer), (uint)Unsafe.SizeOf<TBuffer>());
}
