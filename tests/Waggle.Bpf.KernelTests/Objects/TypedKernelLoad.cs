using System.Runtime.InteropServices;
using System.Text;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.KernelTests.Objects;

/// <summary>Gives types, and a program with its functions and lines, to the running kernel and drops them again.</summary>
internal static unsafe partial class TypedKernelLoad
{
    private const int ProgramLoad = 5; // BPF_PROG_LOAD
    private const int TypesLoad = 18; // BPF_BTF_LOAD
    private const int LogSize = 1 << 18;

    /// <returns>Whether the kernel takes the types, and its words about them.</returns>
    public static KernelLoad LoadTypes(Btf types)
    {
        int descriptor = LoadTypes(types, out KernelLoad result);
        if (descriptor >= 0)
            Assert.Equal(0, Close(descriptor));
        return result;
    }

    public static KernelLoad LoadProgram(ProgramSpec program, Btf types, string license)
    {
        int typesDescriptor = LoadTypes(types, out KernelLoad refused);
        if (typesDescriptor < 0)
            return refused;
        byte[] code = new byte[program.Instructions.Length * Instruction.SizeInBytes], log = new byte[LogSize];
        for (int i = 0; i < program.Instructions.Length; i++)
            program.Instructions[i].Write(code.AsSpan(i * Instruction.SizeInBytes));
        byte[] functions = BtfExt.EncodeFunctions(program), lines = BtfExt.EncodeLines(program, types), licenseText = Encoding.UTF8.GetBytes(license + "\0");
        fixed (byte* codePointer = code, logPointer = log, licensePointer = licenseText, functionsPointer = functions, linesPointer = lines)
        {
            ProgramAttributes attributes = new()
            {
                Type = (uint)program.Type,
                InstructionCount = (uint)program.Instructions.Length,
                Instructions = (ulong)codePointer,
                License = (ulong)licensePointer,
                LogLevel = 2,
                LogSize = LogSize,
                Log = (ulong)logPointer,
                TypesDescriptor = (uint)typesDescriptor,
                FunctionSize = BtfExt.FunctionSizeInBytes,
                Functions = (ulong)functionsPointer,
                FunctionCount = (uint)program.Functions.Length,
                LineSize = BtfExt.LineSizeInBytes,
                Lines = (ulong)linesPointer,
                LineCount = (uint)program.Lines.Length,
            };
            int descriptor = (int)Invoke(Number, ProgramLoad, &attributes, sizeof(ProgramAttributes));
            int errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (descriptor >= 0)
                Assert.Equal(0, Close(descriptor));
            Assert.Equal(0, Close(typesDescriptor));
            return new(errno, TextOf(log));
        }
    }

    private static int LoadTypes(Btf types, out KernelLoad result)
    {
        byte[] log = new byte[LogSize];
        fixed (byte* bytes = types.Bytes.Span, logPointer = log)
        {
            TypesAttributes attributes = new()
            {
                Types = (ulong)bytes,
                Size = (uint)types.Bytes.Length,
                Log = (ulong)logPointer,
                LogSize = LogSize,
                LogLevel = 1,
            };
            int descriptor = (int)Invoke(Number, TypesLoad, &attributes, sizeof(TypesAttributes));
            result = new(descriptor < 0 ? Marshal.GetLastPInvokeError() : 0, TextOf(log));
            return descriptor;
        }
    }

    private static string TextOf(byte[] log) => Encoding.UTF8.GetString(log.AsSpan(0, log.AsSpan().IndexOf((byte)0)));

    private static nint Number => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 321 : 280;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Invoke(nint number, nint command, void* attributes, nint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    /// <summary>The start of union bpf_attr for BPF_BTF_LOAD (include/uapi/linux/bpf.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TypesAttributes
    {
        public ulong Types, Log;
        public uint Size, LogSize, LogLevel, LogTrueSize;
    }

    /// <summary>The start of union bpf_attr for BPF_PROG_LOAD.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ProgramAttributes
    {
        public uint Type, InstructionCount;
        public ulong Instructions, License;
        public uint LogLevel, LogSize;
        public ulong Log;
        public uint KernelVersion, Flags;
        public ulong Name, NameRest;
        public uint Interface, ExpectedAttachType, TypesDescriptor, FunctionSize;
        public ulong Functions;
        public uint FunctionCount, LineSize;
        public ulong Lines;
        public uint LineCount, AttachTypeId;
    }
}
