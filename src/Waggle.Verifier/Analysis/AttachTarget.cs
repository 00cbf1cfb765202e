using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.Analysis;

/// <summary>What a program that BTF gives its context is attached to.</summary>
/// <param name="Name">The function's or tracepoint's name.</param>
/// <param name="Arguments">Types of its arguments, as the context has them.</param>
/// <param name="ResultType">Type of its result, if the program sees it.</param>
/// <param name="IsTrusted">Whether pointers among the arguments are valid.</param>
internal sealed record AttachTarget(string Name, ImmutableArray<int> Arguments, int? ResultType, bool IsTrusted)
{
    private const uint RawTracepoint = 23, FunctionExit = 25, ModifyReturn = 26, LsmMandatory = 27, Iterator = 28, LsmCgroup = 43; // enum bpf_attach_type

    /// <summary>The struct that is the context itself; null if the context is arguments.</summary>
    public int? Context { get; private init; }

    /// <summary>The struct of operations that the program is a member of; null if it is not.</summary>
    public string? Operations { get; private init; }

    /// <summary>Whether there are no types to go by: reads give numbers.</summary>
    public bool IsUnknown { get; private init; }

    /// <summary>Whether an argument of a tracepoint may be null.</summary>
    public bool MayBeNull(int argument) => NullArguments.IsDefault is false && NullArguments.Contains(argument);

    public ImmutableArray<int> NullArguments { get; init; }

    /// <summary>Looks for what a program is attached to.</summary>
    /// <param name="obj">The object that it is of.</param>
    /// <param name="program">The program.</param>
    /// <param name="types">The kernel's types.</param>
    /// <param name="kernel">Whose rules they are.</param>
    /// <returns>Null if the kernel has no such thing.</returns>
    public static AttachTarget? Find(BpfObject obj, ProgramSpec program, Btf? types, KernelVersion kernel)
    {
        if (types is not null && program.Type == ProgramType.StructOps) return FindOperation(obj, program, types);
        if (types is null || program.Type is ProgramType.Extension) return new(program.AttachTarget, [], null, false) { IsUnknown = true };
        string name = program.AttachTarget.Split('+')[0];
        return program.ExpectedAttachType switch
        {
            RawTracepoint when types.TryFind($"btf_trace_{name}", out _, out BtfTypedef? typedef)
                && types[types.SkipModifiers(typedef.TargetId)] is BtfPointer pointer
                && types[types.SkipModifiers(pointer.TargetId)] is BtfFunctionPrototype prototype
                => new(name, [.. prototype.Parameters.Skip(1).Select(p => p.TypeId)], null, IsTrusted(null)), // the first is the tracepoint's own
            RawTracepoint => null,
            Iterator when types.TryFind($"bpf_iter__{name}", out int id, out BtfComposite? _) => new(name, [], null, IsTrusted(null)) { Context = id },
            Iterator => null,
            LsmMandatory or LsmCgroup => OfFunction($"bpf_lsm_{name}", hasResult: true, IsTrusted($"bpf_lsm_{name}")),
            _ => OfFunction(name, program.ExpectedAttachType is FunctionExit or ModifyReturn, isTrusted: false),
        };

        bool IsTrusted(string? hook) => FunctionHooks.HasTrustedArguments(program.Type, (AttachType)program.ExpectedAttachType, hook, kernel);

        AttachTarget? OfFunction(string function, bool hasResult, bool isTrusted)
        {
            if (name.Length == 0) return new(name, [], null, false) { IsUnknown = true };
            if (!types.TryFind(function, out _, out BtfFunction? found) || types[found.PrototypeId] is not BtfFunctionPrototype prototype) return null;
            int? result = hasResult && prototype.ReturnId != 0 ? prototype.ReturnId : null;
            return new(function, [.. prototype.Parameters.Select(p => p.TypeId)], result, isTrusted);
        }
    }

    // The member of a struct of operations that a program stands for.
    private static AttachTarget FindOperation(BpfObject obj, ProgramSpec program, Btf types)
    {
        foreach (StructOpsSpec operations in obj.Maps.Select(map => map.StructOps).OfType<StructOpsSpec>())
        {
            string member = operations.Programs.FirstOrDefault(each => each.Value == program.Name).Key ?? "";
            if (member.Length == 0 || !types.TryFind(operations.TypeName.Split("___")[0], out _, out BtfComposite? composite)) continue;
            foreach (BtfMember each in composite.Members)
            {
                if (each.Name == member && types[types.SkipModifiers(each.TypeId)] is BtfPointer pointer
                    && types[types.SkipModifiers(pointer.TargetId)] is BtfFunctionPrototype prototype)
                    return new(member, [.. prototype.Parameters.Select(p => p.TypeId)], null, true) { Operations = composite.Name };
            }
        }
        return new(program.AttachTarget, [], null, false) { IsUnknown = true };
    }
}
