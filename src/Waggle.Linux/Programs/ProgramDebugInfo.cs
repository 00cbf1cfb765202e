using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Programs;

/// <summary>A program's functions and source lines as the kernel wants them, and the loaded types that they refer to.</summary>
/// <param name="Types">The object's BTF in the kernel.</param>
/// <param name="Functions">Records of <c>struct bpf_func_info</c>.</param>
/// <param name="Lines">Records of <c>struct bpf_line_info</c>.</param>
internal sealed record ProgramDebugInfo(SafeDescriptor Types, byte[] Functions, byte[] Lines)
{
    /// <summary>Encodes what a program knows of its functions and lines; null if it knows nothing.</summary>
    public static ProgramDebugInfo? Encode(ProgramSpec program, SafeDescriptor loadedTypes, Btf types) =>
        program.Functions.IsEmpty ? null : new(loadedTypes, BtfExt.EncodeFunctions(program), BtfExt.EncodeLines(program, types));
}
