using System.Collections.Immutable;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Follows a program's path by name through a type of the kernel.</summary>
internal sealed class CoreMatcher(CoreTypes local, CoreTypes kernel)
{
    private readonly CoreCompatibility _compatibility = new(local, kernel);

    /// <summary>The types that paths are followed through.</summary>
    public CoreTypes Kernel => kernel;

    /// <summary>Finds in the kernel's type what the program's path means.</summary>
    /// <returns>The path there, or why there is none.</returns>
    public (CoreAccess? Access, CoreMismatch? Mismatch) Match(CoreAccess path, CoreRelocationKind kind, int kernelId)
    {
        if (kind.IsAboutType())
            return MatchType(path, kind, kernelId);
        if (kind.IsAboutEnum())
            return MatchEnum(path, kernelId);
        return MatchField(path, kernelId);
    }

    private (CoreAccess?, CoreMismatch?) MatchType(CoreAccess path, CoreRelocationKind kind, int kernelId)
    {
        bool isSame = kind == CoreRelocationKind.TypeMatches
            ? _compatibility.DoTypesMatch(path.RootId, kernelId)
            : _compatibility.AreTypesCompatible(path.RootId, kernelId);
        return isSame ? (new(kernel, kernelId, [], 0), null) : (null, new(path, 0, kernel, kernelId, "the kernel has another type of that name"));
    }

    private (CoreAccess?, CoreMismatch?) MatchEnum(CoreAccess path, int kernelId)
    {
        int id = kernel.SkipModifiers(kernelId);
        string wanted = BtfFlavours.EssentialName(path.Steps[0].Name!);
        if (kernel[id] is BtfEnum values)
        {
            foreach ((int i, BtfEnumValue value) in values.Values.Index())
            {
                if (BtfFlavours.EssentialName(value.Name) == wanted)
                    return (new(kernel, kernelId, [new(id, i, value.Name)], 0), null);
            }
        }
        return (null, new(path, 0, kernel, id, $"the kernel's has no value '{wanted}'"));
    }

    private (CoreAccess?, CoreMismatch?) MatchField(CoreAccess path, int kernelId)
    {
        var steps = ImmutableArray.CreateBuilder<CoreStep>(path.Steps.Length);
        ulong bits = 0;
        int id = kernelId;
        for (int i = 0; i < path.Steps.Length; i++)
        {
            CoreStep step = path.Steps[i];
            id = kernel.SkipModifiers(id);
            if (step.Name is not null)
            {
                if (FindMember(id, step.Name, []) is not { } found)
                    return (null, new(path, i, kernel, id, $"the kernel's {kernel.Describe(id)} has no field '{step.Name}'"));
                BtfMember localMember = ((BtfComposite)local[step.TypeId]).Members[step.Index];
                BtfMember member = ((BtfComposite)kernel[found.Step.TypeId]).Members[found.Step.Index];
                if (!_compatibility.AreFieldsCompatible(localMember.TypeId, member.TypeId))
                {
                    return (null, new(path, path.Steps.Length, kernel, id, // the name is right: nothing to suggest
                        $"the kernel's {kernel.Describe(id)} has '{step.Name}' as {kernel.Describe(member.TypeId)}, the program as {local.Describe(localMember.TypeId)}"));
                }
                bits += found.OffsetInBits;
                steps.Add(found.Step);
                id = member.TypeId;
                continue;
            }
            if (i > 0)
            {
                if (kernel[id] is not BtfArray array || (step.Index >= array.Count && !CoreAccess.IsFlexible(kernel, steps[^1], array)))
                    return (null, new(path, path.Steps.Length, kernel, id, $"the kernel has {kernel.Describe(id)} there, which has no element {step.Index}"));
                id = kernel.SkipModifiers(array.ElementId);
            }
            if (!CoreAccess.TryAddElements(kernel, id, step.Index, ref bits))
                return (null, new(path, path.Steps.Length, kernel, id, $"the kernel's {kernel.Describe(id)} has no size"));
            steps.Add(new(id, step.Index, null));
        }
        return bits <= uint.MaxValue
            ? (new(kernel, kernelId, steps.ToImmutable(), (uint)bits), null)
            : (null, new(path, path.Steps.Length, kernel, id, "the path leads too far"));
    }

    // Members without a name are looked through; a type that has been looked through in vain is not looked through again.
    private (CoreStep Step, ulong OffsetInBits)? FindMember(int id, string name, HashSet<int> inVain)
    {
        if (kernel[id] is not BtfComposite composite || !inVain.Add(id))
            return null;
        foreach ((int i, BtfMember member) in composite.Members.Index())
        {
            if (member.Name == name)
                return (new(id, i, name), member.OffsetInBits);
            if (member.Name == "" && inVain.Count <= Btf.MaxDepth * Btf.MaxDepth
                && FindMember(kernel.SkipModifiers(member.TypeId), name, inVain) is { } inner)
                return (inner.Step, inner.OffsetInBits + member.OffsetInBits);
        }
        return null;
    }
}

/// <summary>Where a path and a type of the kernel part.</summary>
/// <param name="Path">The path.</param>
/// <param name="Step">The step that has no counterpart; the number of steps if names are not the matter.</param>
/// <param name="Kernel">The types that <paramref name="KernelId"/> is one of.</param>
/// <param name="KernelId">The kernel's type there.</param>
/// <param name="Reason">What is different.</param>
internal sealed record CoreMismatch(CoreAccess Path, int Step, CoreTypes Kernel, int KernelId, string Reason);
