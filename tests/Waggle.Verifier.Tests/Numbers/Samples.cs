using Waggle.Bpf.Instructions;
using Waggle.Verifier.Numbers;

namespace Waggle.Verifier.Tests.Numbers;

/// <summary>Numbers at which arithmetic turns, scalars made of them, and what BPF does to numbers.</summary>
internal static class Samples
{
    /// <summary>Both sides of each border between signs and widths.</summary>
    internal static readonly ulong[] Edges =
    [
        0, 1, 2, 5, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1_0000_0000, 0x7fff_ffff_ffff_ffff,
        0x8000_0000_0000_0000, 0xffff_ffff_0000_0000, 0xffff_ffff_7fff_ffff, 0xffff_ffff_8000_0000, 0xffff_ffff_ffff_fffe, 0xffff_ffff_ffff_ffff,
    ];

    /// <summary>The numbers of <see cref="Edges"/> that a scalar includes.</summary>
    internal static ulong[] EdgesIn(in Scalar scalar)
    {
        Scalar copy = scalar;
        return [.. Edges.Where(copy.Includes)];
    }

    /// <summary>All unsigned, signed, 32-bit unsigned and 32-bit signed ranges between edges.</summary>
    internal static IEnumerable<Scalar> Ranges()
    {
        foreach (ulong a in Edges)
        {
            foreach (ulong b in Edges)
            {
                if (a <= b)
                    yield return Synced((ref Scalar s) => (s.UMin, s.UMax) = (a, b));
                if ((long)a <= (long)b)
                    yield return Synced((ref Scalar s) => (s.SMin, s.SMax) = ((long)a, (long)b));
                if ((uint)a <= (uint)b && a >> 32 == 0 && b >> 32 == 0)
                    yield return Synced((ref Scalar s) => (s.U32Min, s.U32Max) = ((uint)a, (uint)b));
                if ((int)a <= (int)b && a >> 32 == 0 && b >> 32 == 0)
                    yield return Synced((ref Scalar s) => (s.S32Min, s.S32Max) = ((int)a, (int)b));
            }
        }
    }

    private delegate void Change(ref Scalar scalar);

    private static Scalar Synced(Change change)
    {
        Scalar scalar = Scalar.Unknown;
        change(ref scalar);
        scalar.Sync();
        return scalar;
    }

    /// <summary>What an instruction makes of two numbers.</summary>
    internal static ulong Compute(AluOperation operation, bool is64, ulong left, ulong right)
    {
        if (!is64)
            (left, right) = ((uint)left, (uint)right);
        int count = (int)(right & (is64 ? 63u : 31u));
        ulong result = operation switch
        {
            AluOperation.Add => left + right,
            AluOperation.Subtract => left - right,
            AluOperation.Multiply => left * right,
            AluOperation.Divide => right == 0 ? 0 : left / right,
            AluOperation.Modulo => right == 0 ? left : left % right,
            AluOperation.And => left & right,
            AluOperation.Or => left | right,
            AluOperation.Xor => left ^ right,
            AluOperation.Negate => 0 - left,
            AluOperation.ShiftLeft => left << count,
            AluOperation.ShiftRight => left >> count,
            AluOperation.ShiftRightArithmetic => is64 ? (ulong)((long)left >> count) : (uint)((int)left >> count),
            AluOperation.Move => right,
            _ => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(left),
        };
        return is64 ? result : (uint)result;
    }

    /// <summary>Whether a jump is taken.</summary>
    internal static bool Holds(JumpOperation operation, bool is32, ulong left, ulong right)
    {
        if (is32)
            (left, right) = ((uint)left, (uint)right);
        long signedLeft = is32 ? (int)left : (long)left, signedRight = is32 ? (int)right : (long)right;
        return operation switch
        {
            JumpOperation.Equal => left == right,
            JumpOperation.NotEqual => left != right,
            JumpOperation.AnyBitSet => (left & right) != 0,
            JumpOperation.LessUnsigned => left < right,
            JumpOperation.LessOrEqualUnsigned => left <= right,
            JumpOperation.GreaterUnsigned => left > right,
            JumpOperation.GreaterOrEqualUnsigned => left >= right,
            JumpOperation.LessSigned => signedLeft < signedRight,
            JumpOperation.LessOrEqualSigned => signedLeft <= signedRight,
            JumpOperation.GreaterSigned => signedLeft > signedRight,
            _ => signedLeft >= signedRight,
        };
    }
}
