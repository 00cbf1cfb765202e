using System.Buffers.Binary;

namespace Waggle.Linux.Usdt;

/// <summary>Where an argument of a probe is.</summary>
/// <param name="Kind">Form.</param>
/// <param name="Value">The constant, or the displacement of an address.</param>
/// <param name="RegisterOffset">Byte offset of the (base) register in <c>struct pt_regs</c>.</param>
/// <param name="IndexOffset">The same of the index register.</param>
/// <param name="ScaleShift">By how many bits the index is shifted.</param>
/// <param name="SizeInBytes">1, 2, 4 or 8.</param>
/// <param name="IsSigned">Whether it is sign-extended.</param>
internal readonly record struct UsdtArgument(
    UsdtArgumentKind Kind, long Value, int RegisterOffset, int IndexOffset, int ScaleShift, int SizeInBytes, bool IsSigned)
{
    /// <summary>Size of <c>struct __bpf_usdt_arg_spec</c>.</summary>
    public const int SpecSize = 16;

    /// <summary>Writes it as libbpf's usdt.bpf.h reads it: the value; then kind (8 bits), index register (12) and scale (4); the register;
    /// whether it is signed; and by how many bits the value is shifted up and down again.</summary>
    public void WriteTo(Span<byte> spec)
    {
        BinaryPrimitives.WriteInt64LittleEndian(spec, Value);
        BinaryPrimitives.WriteUInt32LittleEndian(spec[8..], (uint)Kind | (uint)IndexOffset << 8 | (uint)ScaleShift << 20);
        BinaryPrimitives.WriteInt16LittleEndian(spec[12..], (short)RegisterOffset);
        spec[14] = IsSigned ? (byte)1 : (byte)0;
        spec[15] = (byte)(64 - SizeInBytes * 8);
    }
}
