using Waggle.Bpf.Catalog;
using Waggle.Bpf.Types;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>What a function begins with: the context, or what its signature says (<c>btf_prepare_func_args</c>).</content>
internal sealed partial class Exploration
{
    private void SetEntry(Subprogram function)
    {
        if (function.Number == 0)
        {
            if (IsOfHost && Layout is null) SetMemory(_policy.Host!.MemorySizeInBytes);
            else Registers[FirstArgument] = RegisterState.Pointer(RegisterKind.Context);
            return;
        }

        GlobalArgument[] arguments = ArgumentsOf(function);
        for (int i = 0; i < arguments.Length; i++)
        {
            Registers[FirstArgument + i] = arguments[i].Kind switch
            {
                GlobalArgumentKind.Context => RegisterState.Pointer(RegisterKind.Context),
                GlobalArgumentKind.Memory => RegisterState.Pointer(RegisterKind.Memory, arguments[i].Traits) with
                {
                    Range = arguments[i].Size,
                    Id = (arguments[i].Traits & RegisterTraits.MayBeNull) != 0 ? ++_lastId : 0,
                },
                GlobalArgumentKind.Dynamic => RegisterState.Pointer(RegisterKind.DynamicPointer) with { Id = ++_lastId, Range = (int)DynamicKind.Local },
                GlobalArgumentKind.Arena => ArenaPointer(),
                GlobalArgumentKind.Object => RegisterState.Pointer(RegisterKind.KernelObject, arguments[i].Traits) with
                {
                    TypeId = arguments[i].TypeId,
                    Id = (arguments[i].Traits & RegisterTraits.MayBeNull) != 0 ? ++_lastId : 0,
                },
                _ => RegisterState.Unknown,
            };
        }
    }

    // A global function was or will be verified for all that its signature allows: only that is to be kept here.
    private void CallGlobal(Subprogram callee)
    {
        if (_state.LockId != 0) throw Reject(Rule.LockState, "global function calls are not allowed while holding a lock,\nuse static function instead");
        if (_state.PreemptionDepth > 0 && !_profile.Has(KernelFeature.GlobalCallsInSections))
            throw Reject(Rule.PreemptionState, "global function calls are not allowed with preemption disabled,\nuse static function instead");
        if (callee.MightSleep && (!_state.IsSleepable || _state.RcuDepth > 0 || _state.PreemptionDepth > 0 || _state.InterruptFlags != 0))
            throw Reject(Rule.MaySleep, "global functions that may sleep are not allowed in non-sleepable context,\ni.e., in a RCU/IRQ/preempt-disabled section, or in\na non-sleepable BPF program context");
        GlobalArgument[] arguments = ArgumentsOf(callee);
        for (int i = 0; i < arguments.Length; i++)
        {
            int register = FirstArgument + i;
            Read((Waggle.Bpf.Instructions.Register)register);
            CheckGlobalArgument(callee, arguments[i], register, i);
        }
        if (callee.ChangesPackets) ForgetPackets();
        ForgetCallerSaved(_state.Current);
        Registers[Result] = RegisterState.Unknown;
    }

    private void CheckGlobalArgument(Subprogram callee, in GlobalArgument argument, int register, int index)
    {
        RegisterState given = Registers[register];
        string invalid = $"Caller passes invalid args into func#{callee.Number} ('{callee.Name}')";
        switch (argument.Kind)
        {
            case GlobalArgumentKind.Number when !given.IsScalar:
                throw Reject(Rule.GlobalFunction, $"R{register} is not a scalar\n{invalid}");
            case GlobalArgumentKind.Context when given.Kind != RegisterKind.Context:
                throw Reject(Rule.GlobalFunction, $"arg#{index} expects pointer to ctx\n{invalid}");
            case GlobalArgumentKind.Context when given.Offset != 0 || !given.Number.IsConstant || given.Number.Value != 0:
                throw Reject(Rule.GlobalFunction, $"dereference of modified ctx ptr R{register} off={given.Offset} disallowed\n{invalid}");
            case GlobalArgumentKind.Object when !(given.IsNull && (argument.Traits & RegisterTraits.MayBeNull) != 0):
                bool isFine = given.Kind == RegisterKind.KernelObject && (!given.MayBeNull || (argument.Traits & RegisterTraits.MayBeNull) != 0)
                    && (argument.Traits & RegisterTraits.Untrusted) != 0 == given.Has(RegisterTraits.Untrusted);
                if (!isFine) throw Reject(Rule.GlobalFunction, $"R{register} type={Describe(given)} expected=ptr_, trusted_ptr_, rcu_ptr_\n{invalid}");
                break;
            case GlobalArgumentKind.Memory:
                if (given.IsNull && (argument.Traits & RegisterTraits.MayBeNull) != 0) break;
                if (given.MayBeNull && (argument.Traits & RegisterTraits.MayBeNull) == 0)
                    throw Reject(Rule.GlobalFunction, $"arg#{index} is expected to be non-NULL\n{invalid}");
                CallFacts facts = new() { TakesPackets = true };
                // Read and written: it holds something, and is not read-only.
                RegisterState saved = Registers[register];
                Registers[register].Traits &= ~RegisterTraits.MayBeNull;
                CheckMemory(register, argument.Size, isWrite: true, allowsZero: false, isRaw: false, ref facts);
                Registers[register] = saved;
                break;
            case GlobalArgumentKind.Arena when given.Kind is not (RegisterKind.Arena or RegisterKind.Scalar):
                throw Reject(Rule.GlobalFunction, $"R{register} is not a pointer to arena or scalar.\n{invalid}");
            case GlobalArgumentKind.Dynamic:
                CallFacts dynamic = default;
                CheckDynamicPointer(new HelperArgument(ArgumentKind.DynamicPointer, ArgumentTraits.Reads), register, given, ref dynamic);
                break;
        }
    }

    private GlobalArgument[] ArgumentsOf(Subprogram function)
    {
        if (function.TypeId == 0 || _text.Object.Btf is not { } types || types[function.TypeId] is not BtfFunction found
            || types[found.PrototypeId] is not BtfFunctionPrototype prototype)
            return [];
        if (types[types.SkipModifiers(prototype.ReturnId)] is not (BtfInt or BtfEnum))
            throw new RejectionException(Rule.GlobalFunction, function.Start, $"Global function {function.Name}() doesn't return scalar. Only those are supported.");
        return [.. prototype.Parameters.Select((parameter, index) => Describe(types, function, parameter, index))];
    }

    private GlobalArgument Describe(Btf types, Subprogram function, BtfParameter parameter, int index)
    {
        int bare = types.SkipModifiers(parameter.TypeId);
        if (types[bare] is BtfInt or BtfEnum) return new(GlobalArgumentKind.Number);
        if (types[bare] is not BtfPointer pointer)
            throw new RejectionException(Rule.GlobalFunction, function.Start, $"Arg#{index} type {types[bare].Name} in {function.Name}() is not supported yet.");
        HashSet<string> tags = TagsOf(types, function, index);
        int aim = types.SkipModifiers(pointer.TargetId);
        if (tags.Contains("arg:ctx") || IsContext(types, aim)) return new(GlobalArgumentKind.Context);
        if (tags.Contains("arg:arena") || HasTag(types, pointer.TargetId, "arena")) return new(GlobalArgumentKind.Arena);
        if (tags.Contains("arg:arena")) return new(GlobalArgumentKind.Arena);
        if (types[aim] is BtfComposite { Name: "bpf_dynptr" }) return new(GlobalArgumentKind.Dynamic);
        RegisterTraits traits = tags.Contains("arg:nonnull") ? RegisterTraits.None : RegisterTraits.MayBeNull;
        if (tags.Contains("arg:trusted") || tags.Contains("arg:untrusted"))
        {
            int typeId = _policy.KernelTypes is { } kernel && kernel.TryFind(types[aim].Name, out int id, out BtfComposite? _) ? id : 0;
            RegisterTraits trust = tags.Contains("arg:trusted") ? RegisterTraits.Trusted : RegisterTraits.Untrusted;
            return new(GlobalArgumentKind.Object, 0, trust | (tags.Contains("arg:nullable") ? RegisterTraits.MayBeNull : 0), typeId);
        }
        int size = SizeOrZero(types, aim);
        return size > 0
            ? new(GlobalArgumentKind.Memory, size, traits)
            : throw new RejectionException(Rule.GlobalFunction, function.Start, $"arg#{index} reference type('{types[aim].Name}') size cannot be determined: the function is global, so its arguments are known by their types");
    }

    private bool IsContext(Btf types, int aim) =>
        types[aim].Name is { Length: > 0 } name && (name == Layout?.StructName || (_program.Type == ProgramType.Kprobe && name == "bpf_user_pt_regs_t"));

    private static bool HasTag(Btf types, int id, string name)
    {
        while (types[id] is BtfTypeTag or BtfQualified)
        {
            if (types[id] is BtfTypeTag { Name: var found } tag)
            {
                if (found == name) return true;
                id = tag.TargetId;
            }
            else id = ((BtfQualified)types[id]).TargetId;
        }
        return false;
    }

    // A kernel that does not know tags goes by the types alone; "ctx" is put into the types by who loads the program.
    private HashSet<string> TagsOf(Btf types, Subprogram function, int index)
    {
        HashSet<string> tags = GlobalTags(types, function.TypeId, index);
        if (!_profile.Has(KernelFeature.ArgumentTags)) tags.Remove("arg:nonnull");
        if (!_profile.Has(KernelFeature.TrustedArgumentTags)) tags.ExceptWith(["arg:trusted", "arg:nullable"]);
        if (!_profile.Has(KernelFeature.UntrustedArgumentTags)) tags.Remove("arg:untrusted");
        return tags;
    }

    private static HashSet<string> GlobalTags(Btf types, int function, int index)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        foreach (BtfDeclarationTag tag in ObjectTypes.Of(types).TagsOf(function))
        {
            if (tag.ComponentIndex == index) found.Add(tag.Name);
        }
        return found;
    }
}
