using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Whether a program's type and the kernel's stand for the same thing, by the rules of libbpf's relo_core.c.</summary>
/// <remarks>Pairs of types that were seen are not looked at again: a circle would not end, and a no anywhere is a no for all.</remarks>
internal sealed class CoreCompatibility(CoreTypes local, CoreTypes kernel)
{
    private readonly HashSet<(int Local, int Kernel, bool BehindPointer)> _seen = [];

    /// <summary>Whether a field may be read as another: same kind, sizes free.</summary>
    public bool AreFieldsCompatible(int localId, int kernelId)
    {
        for (int depth = 0; depth <= Btf.MaxDepth; depth++)
        {
            (localId, kernelId) = (local.SkipModifiers(localId), kernel.SkipModifiers(kernelId));
            switch (local[localId], kernel[kernelId])
            {
                case (BtfComposite, BtfComposite):
                    return true;
                case (BtfForward or BtfEnum, BtfForward or BtfEnum):
                    (BtfType localType, BtfType kernelType) = (local[localId], kernel[kernelId]);
                    return localType is BtfForward == kernelType is BtfForward
                        && (localType.Name == "" || kernelType.Name == "" || HaveOneName(localType, kernelType));
                case (BtfPointer, BtfPointer) or (BtfFloat, BtfFloat):
                    return true;
                case (BtfInt a, BtfInt b):
                    return a.OffsetInBits == 0 && b.OffsetInBits == 0; // bit-fields of the old form
                case (BtfArray a, BtfArray b):
                    (localId, kernelId) = (a.ElementId, b.ElementId);
                    break;
                default:
                    return false;
            }
        }
        return false;
    }

    /// <summary>Whether two types are of one kind all the way through pointers and signatures (questions whether a type exists).</summary>
    public bool AreTypesCompatible(int localId, int kernelId)
    {
        _seen.Clear();
        return Compatible(localId, kernelId, 0);
    }

    /// <summary>Whether the kernel's type has at least all members, enumerators and parameters of the program's (questions whether
    /// a type matches).</summary>
    public bool DoTypesMatch(int localId, int kernelId)
    {
        _seen.Clear();
        return Match(localId, kernelId, behindPointer: false, 0);
    }

    public static bool HaveOneName(BtfType a, BtfType b) => AreOneName(a.Name, b.Name);

    /// <summary>Whether the kernel may have the second where a program has the first, going by their kinds alone.</summary>
    public static bool AreOfOneKind(BtfType a, BtfType b) => (a, b) switch
    {
        (BtfComposite x, BtfComposite y) => x.IsUnion == y.IsUnion,
        (BtfQualified x, BtfQualified y) => x.Qualifier == y.Qualifier,
        _ => a.GetType() == b.GetType(), // an enumeration may grow from 32 to 64 bits
    };

    private bool Compatible(int localId, int kernelId, int depth)
    {
        (localId, kernelId) = (local.SkipModifiers(localId), kernel.SkipModifiers(kernelId));
        if (depth > Btf.MaxDepth)
            return false;
        if (!_seen.Add((localId, kernelId, false)))
            return true;
        (BtfType localType, BtfType kernelType) = (local[localId], kernel[kernelId]);
        if (!AreOfOneKind(localType, kernelType))
            return false;
        return (localType, kernelType) switch
        {
            (BtfInt a, BtfInt b) => a.OffsetInBits == 0 && b.OffsetInBits == 0,
            (BtfPointer a, BtfPointer b) => Compatible(a.TargetId, b.TargetId, depth + 1),
            (BtfArray a, BtfArray b) => Compatible(a.ElementId, b.ElementId, depth + 1),
            (BtfFunctionPrototype a, BtfFunctionPrototype b) => a.Parameters.Length == b.Parameters.Length
                && Enumerable.Range(0, a.Parameters.Length).All(i => Compatible(a.Parameters[i].TypeId, b.Parameters[i].TypeId, depth + 1))
                && Compatible(a.ReturnId, b.ReturnId, depth + 1),
            _ => localType is BtfVoid or BtfComposite or BtfEnum or BtfForward,
        };
    }

    private bool Match(int localId, int kernelId, bool behindPointer, int depth)
    {
        (localId, kernelId) = (local.SkipModifiers(localId), kernel.SkipModifiers(kernelId));
        (BtfType localType, BtfType kernelType) = (local[localId], kernel[kernelId]);
        if (depth > Btf.MaxDepth || !HaveOneName(localType, kernelType))
            return false;
        if (!_seen.Add((localId, kernelId, behindPointer)))
            return true;
        return (localType, kernelType) switch
        {
            (BtfVoid, BtfVoid) => true,
            (BtfForward a, BtfForward b) => a.IsUnion == b.IsUnion,
            (BtfForward a, BtfComposite b) => behindPointer && a.IsUnion == b.IsUnion,
            (BtfComposite a, BtfForward b) => behindPointer && a.IsUnion == b.IsUnion,
            (BtfComposite a, BtfComposite b) => a.IsUnion == b.IsUnion && (behindPointer || MembersMatch(a, b, depth)),
            (BtfEnum a, BtfEnum b) => a.SizeInBytes == b.SizeInBytes && a.Values.Length <= b.Values.Length
                && a.Values.All(v => b.Values.Any(w => AreOneName(v.Name, w.Name))),
            (BtfInt a, BtfInt b) => a.SizeInBytes == b.SizeInBytes && ((a.Encoding ^ b.Encoding) & BtfIntEncoding.Signed) == 0,
            (BtfPointer a, BtfPointer b) => Match(a.TargetId, b.TargetId, behindPointer: true, depth + 1),
            (BtfArray a, BtfArray b) => a.Count == b.Count && Match(a.ElementId, b.ElementId, behindPointer, depth + 1),
            (BtfFunctionPrototype a, BtfFunctionPrototype b) => a.Parameters.Length == b.Parameters.Length
                && Enumerable.Range(0, a.Parameters.Length).All(i => Match(a.Parameters[i].TypeId, b.Parameters[i].TypeId, behindPointer, depth + 1))
                && Match(a.ReturnId, b.ReturnId, behindPointer, depth + 1),
            _ => false,
        };
    }

    private static bool AreOneName(string a, string b) => BtfFlavours.EssentialName(a) == BtfFlavours.EssentialName(b);

    private bool MembersMatch(BtfComposite localType, BtfComposite kernelType, int depth) =>
        localType.Members.Length <= kernelType.Members.Length
        && localType.Members.All(a => kernelType.Members.Any(b => AreOneName(a.Name, b.Name) && Match(a.TypeId, b.TypeId, behindPointer: false, depth + 1)));
}
