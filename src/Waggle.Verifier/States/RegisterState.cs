using System.Runtime.InteropServices;
using Waggle.Verifier.Numbers;

namespace Waggle.Verifier.States;

/// <summary>What is known of a register, or of a register that was spilled to the stack.</summary>
/// <remarks><c>struct bpf_reg_state</c> in include/linux/bpf_verifier.h. A plain value: copied with the state that it is in.</remarks>
[StructLayout(LayoutKind.Auto)] // states are mostly these: the bytes lie side by side
internal struct RegisterState
{
    public RegisterKind Kind;
    public RegisterTraits Traits;

    /// <summary>For a number: its value decided something, so states are only equal if it is within the older one's range.</summary>
    public bool IsPrecise;

    /// <summary>Of a number: it is another register of the same <see cref="Id"/> plus <see cref="Offset"/>.</summary>
    public bool IsSum;

    /// <summary>The fixed part of a pointer's offset.</summary>
    public int Offset;

    /// <summary>By kind. Packet: bytes that a comparison has shown to be there. Memory: its size. Stack: number of the frame. Function:
    /// number of the function.</summary>
    public int Range;

    /// <summary>For maps, their keys and values: index of the map.</summary>
    public int Map;

    /// <summary>The type of a kernel object, in <see cref="Types"/>.</summary>
    public int TypeId;

    /// <summary>Whose types <see cref="TypeId"/> is one of.</summary>
    public TypeSource Types;

    /// <summary>Registers with one id, which is not 0, hold the same value, or came from one pointer.</summary>
    public int Id;

    /// <summary>The reference that has to be released; 0 if there is none.</summary>
    public int ReferenceId;

    /// <summary>The dynptr that memory was got from; 0 if it was not.</summary>
    public int DynamicId;

    /// <summary>Whether such memory is part of a packet.</summary>
    public bool IsPacketSlice;

    /// <summary>Which of the maps in a map of maps; 0 if it is no such map.</summary>
    public int MapId;

    /// <summary>The number, or the variable part of a pointer's offset.</summary>
    public Scalar Number;

    public readonly bool IsScalar => Kind == RegisterKind.Scalar;

    public readonly bool IsPointer => Kind > RegisterKind.Scalar;

    public readonly bool MayBeNull => (Traits & RegisterTraits.MayBeNull) != 0;

    /// <summary>A number that is zero, which stands for a null pointer.</summary>
    public readonly bool IsNull => Kind == RegisterKind.Scalar && Number.IsConstant && Number.Bits.Value == 0;

    public readonly bool IsConstant => Kind == RegisterKind.Scalar && Number.IsConstant;

    public readonly bool Has(RegisterTraits traits) => (Traits & traits) != 0;

    /// <summary>A number of which nothing is known.</summary>
    public static RegisterState Unknown => new() { Kind = RegisterKind.Scalar, Number = Scalar.Unknown };

    /// <summary>A number that is known.</summary>
    public static RegisterState Constant(ulong value) => new() { Kind = RegisterKind.Scalar, Number = Scalar.Constant(value) };

    /// <summary>A pointer to the start of something.</summary>
    public static RegisterState Pointer(RegisterKind kind, RegisterTraits traits = RegisterTraits.None) =>
        new() { Kind = kind, Traits = traits, Number = Scalar.Constant(0) };

    /// <summary>Whether everything but the ids is alike.</summary>
    public readonly bool IsLike(in RegisterState other) =>
        Kind == other.Kind && Traits == other.Traits && Offset == other.Offset && Range == other.Range && Map == other.Map && MapId == other.MapId
        && TypeId == other.TypeId && Types == other.Types && DynamicId == other.DynamicId && IsPacketSlice == other.IsPacketSlice && IsSum == other.IsSum && Number.Equals(other.Number);
}
