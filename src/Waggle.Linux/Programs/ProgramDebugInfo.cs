using Waggle.Linux.Interop;

namespace Waggle.Linux.Programs;

/// <summary>A program's functions and source lines as the kernel wants them, and the loaded types that they refer to.</summary>
/// <param name="Types">The object's BTF in the kernel.</param>
/// <param name="Functions">Records of <c>struct bpf_func_info</c>.</param>
/// <param name="Lines">Records of <c>struct bpf_line_info</c>.</param>
internal sealed record ProgramDebugInfo(SafeDescriptor Types, byte[] Functions, byte[] Lines)
{
    public const int FunctionRecordSize = 8;
    public const int LineRecordSize = 16;
}
