using System.Runtime.InteropServices;
using System.Text;
using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.KernelTests;

/// <summary>Shows programs to the running kernel's verifier and drops them again. Nothing is attached.</summary>
internal static partial class KernelVerifier
{
    private const int ProgramLoad = 5; // BPF_PROG_LOAD
    private const uint SocketFilter = 1; // BPF_PROG_TYPE_SOCKET_FILTER
    private const uint LogEveryInstruction = 2;
    private const uint LogKeepsTheStart = 8; // BPF_LOG_FIXED, Linux 6.4; before that a long log always keeps its start
    private const int LogSize = 1 << 16;

    /// <summary>The running kernel's version, without what a distribution adds.</summary>
    internal static Version Kernel { get; } = new(Environment.OSVersion.Version.Major, Environment.OSVersion.Version.Minor);

    /// <summary>Since then no helper has been added: kernels offer functions of their own instead.</summary>
    internal static Version HasAllHelpers { get; } = new(6, 2);

    /// <summary>Skips the test where no program can be loaded.</summary>
    internal static void SkipUnlessUsable()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
            Assert.Skip("needs Linux on x86-64 or arm64");
        KernelLoad load = Load([Instruction.Move(Register.R0, 0), Instruction.Exit]);
        if (!load.IsAccepted)
            Assert.Skip($"cannot load a BPF program (errno {load.Errno}): needs root or CAP_BPF");
    }

    internal static unsafe KernelLoad Load(ReadOnlySpan<Instruction> program)
    {
        byte[] code = InstructionEncoder.Encode(program);
        byte[] log = new byte[LogSize];
        fixed (byte* codeAddress = code, logAddress = log, license = "GPL\0"u8)
        {
            LoadAttributes attributes = new()
            {
                ProgramType = SocketFilter,
                InstructionCount = (uint)program.Length,
                Instructions = (ulong)codeAddress,
                License = (ulong)license,
                LogLevel = Kernel < new Version(6, 4) ? LogEveryInstruction : LogEveryInstruction | LogKeepsTheStart,
                LogSize = LogSize,
                LogBuffer = (ulong)logAddress,
            };
            nint number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 321 : 280;
            nint descriptor = Invoke(number, ProgramLoad, &attributes, (nint)sizeof(LoadAttributes));
            int errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (descriptor >= 0)
                Assert.Equal(0, Close((int)descriptor));
            return new(errno, Encoding.ASCII.GetString(log.AsSpan(0, log.AsSpan().IndexOf((byte)0))));
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static unsafe partial nint Invoke(nint number, nint command, LoadAttributes* attributes, nint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    /// <summary>The start of union bpf_attr for BPF_PROG_LOAD (include/uapi/linux/bpf.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LoadAttributes
    {
        public uint ProgramType;
        public uint InstructionCount;
        public ulong Instructions;
        public ulong License;
        public uint LogLevel;
        public uint LogSize;
        public ulong LogBuffer;
    }
}
