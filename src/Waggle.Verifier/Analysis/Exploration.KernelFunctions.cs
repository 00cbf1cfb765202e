using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Types;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.Proofs;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Calls of kernel functions (<c>check_kfunc_call</c> in kernel/bpf/verifier.c).</content>
internal sealed partial class Exploration
{
    // False where the path ends: after an exception.
    private bool CallKernelFunction()
    {
        string? full = _text.ExternAt(_slot);
        if (full is null) throw Reject(Rule.UnknownKernelFunction, $"kernel function btf ID {_code[_slot].Immediate} is not a function of this object");
        string name = full.Split("___")[0];
        if (_policy.Host?.Functions.GetValueOrDefault(name) is { } own)
        {
            CallByContract(own);
            _slot++;
            return true;
        }

        KernelFunction? function = IsOfHost ? KernelFunctions.Of(name).FirstOrDefault(row => row.IsIn(_policy.Kernel)) : KernelFunctions.Find(name, _program.Type, _policy.Kernel);
        if (function is null)
        {
            if (_text.FindExtern(full) is { IsWeak: true } && KernelFunctions.Of(name).IsEmpty)
                throw Reject(Rule.UnknownKernelFunction, "invalid kernel function call not eliminated in verifier pass");
            if (KernelFunctions.Find(name, _program.Type, KernelVersion.Latest) is not null && _profile.WhyNotKernelFunction(name, _program.Type) is { } why) throw Reject(Rule.NotInThisKernel, why);
            throw Reject(KernelFunctions.Of(name).IsEmpty ? Rule.UnknownKernelFunction : Rule.KernelFunctionNotForProgram, $"calling kernel function {name} is not allowed");
        }

        if (name.StartsWith("bpf_xdp_metadata_", StringComparison.Ordinal)) throw Reject(Rule.KernelFunctionNotForProgram, "metadata kfuncs require device-bound program");
        if (!IsOfHost && (function.AttachTypes >> (int)_program.ExpectedAttachType & 1) == 0) throw Reject(Rule.KernelFunctionNotForProgram, $"calling kernel function {name} is not allowed");
        if (!_policy.IsGplCompatible) throw Reject(Rule.GplOnly, "cannot call kernel function from non-GPL compatible program");
        CheckKernelFunctionSleep(function);
        if (function.Has(KernelFunctionFlags.InRcuSection) && !IsInRcu) throw Reject(Rule.RcuState, $"kernel func {name} requires RCU critical section protection");
        if (name == "bpf_throw") return Throw();
        if (!name.StartsWith("bpf_iter_num_", StringComparison.Ordinal) && !name.StartsWith("bpf_dynptr_", StringComparison.Ordinal)) Proven[_slot] |= ProofFacts.Elsewhere;
        if (CallSection(name) || CallIterator(function, name) || CallDynamic(name) || CallGraph(name) || CallWorkQueue(name))
        {
            _slot++;
            return true;
        }

        if (name == "bpf_refcount_acquire_impl") ShareObject(Registers[FirstArgument]);
        else CallByTypes(function, name);
        _slot++;
        return true;
    }

    private void CheckKernelFunctionSleep(KernelFunction function)
    {
        if (!function.Has(KernelFunctionFlags.Sleeps)) return;
        if (!_state.IsSleepable) throw Reject(Rule.MaySleep, $"program must be sleepable to call sleepable kfunc {function.Name}");
        if (_state.RcuDepth > 0) throw Reject(Rule.MaySleep, $"kernel func {function.Name} is sleepable within rcu_read_lock region");
        if (_state.PreemptionDepth > 0) throw Reject(Rule.MaySleep, $"kernel func {function.Name} is sleepable within non-preemptible region");
        if (_state.InterruptFlags != 0) throw Reject(Rule.MaySleep, $"kernel func {function.Name} is sleepable within IRQ-disabled region");
    }

    private bool Throw()
    {
        for (int i = 1; i <= _state.Depth; i++)
        {
            if (_state[i].IsCallback) throw Reject(Rule.Exception, $"bpf_throw kfunc (insn {_slot}) cannot be called from callback subprog {_state[i].Subprogram}");
        }
        if (_state[0].IsAsynchronous) throw Reject(Rule.Exception, $"bpf_throw kfunc (insn {_slot}) cannot be called from callback subprog {_state[0].Subprogram}");
        if (_state.LockId != 0) throw Reject(Rule.Exception, "bpf_throw cannot be used inside bpf_spin_lock-ed region");
        if (_state.RcuDepth > 0) throw Reject(Rule.Exception, "bpf_throw cannot be used inside bpf_rcu_read_lock-ed region");
        if (_state.PreemptionDepth > 0) throw Reject(Rule.Exception, "bpf_throw cannot be used inside bpf_preempt_disable-ed region");
        foreach (Reference reference in _state.References)
            throw Reject(Rule.ReferenceLeak, $"Unreleased reference id={reference.Id} alloc_insn={reference.Slot}");
        // Where nobody catches it, what is thrown is what the program returns.
        if (_text.ExceptionCallback < 0 && RangeOfProgram() is { } range) CheckReturnRange(FirstArgument, range, "program");
        return false;
    }

    private bool CallIterator(KernelFunction function, string name)
    {
        if (!name.StartsWith("bpf_iter_", StringComparison.Ordinal)) return false;
        string kind = name["bpf_iter_".Length..name.LastIndexOf('_')];
        if (function.Has(KernelFunctionFlags.NewIterator))
        {
            for (int i = 2; i <= ParameterCount(name); i++)
            {
                Read((Register)i);
                if (kind == "num" && !Registers[i].IsScalar) throw Reject(Rule.ArgumentType, $"R{i} is not a scalar");
            }
            NewIterator(kind, function.Has(KernelFunctionFlags.InRcuSection));
            ForgetCallerSaved(_state.Current);
            Registers[Result] = RegisterState.Unknown;
            return true;
        }
        if (function.Has(KernelFunctionFlags.NextItem))
        {
            NextItem(kind, ItemOf(name));
            return true;
        }
        if (!function.Has(KernelFunctionFlags.EndOfIterator)) return false;
        EndIterator(kind);
        return true;
    }

    private BtfFunctionPrototype? PrototypeOf(string name) =>
        _policy.KernelTypes is { } types && types.TryFind(name, out _, out BtfFunction? found) ? types[found.PrototypeId] as BtfFunctionPrototype : null;

    private int ParameterCount(string name) => PrototypeOf(name)?.Parameters.Length ?? KernelFunctionContracts.Find(name)?.Arguments.Length ?? 1;

    private RegisterState ItemOf(string name)
    {
        if (PrototypeOf(name) is { } prototype && _policy.KernelTypes is { } types && types[types.SkipModifiers(prototype.ReturnId)] is BtfPointer pointer)
        {
            int aim = types.SkipModifiers(pointer.TargetId);
            return types[aim] is BtfComposite
                ? RegisterState.Pointer(RegisterKind.KernelObject, RegisterTraits.Trusted) with { TypeId = aim }
                : RegisterState.Pointer(RegisterKind.Memory, RegisterTraits.ReadOnly) with { Range = SizeOrZero(types, aim) };
        }
        return RegisterState.Pointer(RegisterKind.Memory, RegisterTraits.ReadOnly) with { Range = name == "bpf_iter_num_next" ? 4 : 8 };
    }

    // The context, or the kernel's own packet where a program is handed one.
    private void CheckPacketOwner(int register)
    {
        Read((Register)register);
        RegisterState given = Registers[register];
        if (given.Kind == RegisterKind.Context || (given.Kind == RegisterKind.KernelObject && given.Has(RegisterTraits.Trusted) && IsObject(given, "sk_buff", mayBePart: true))) return;
        throw Reject(Rule.ArgumentType, $"arg#{register - FirstArgument} expected pointer to ctx");
    }

    // What its declaration in the kernel's types says, and its flags.
    private void CallByTypes(KernelFunction function, string name)
    {
        if (PrototypeOf(name) is not { } prototype || _policy.KernelTypes is not { } types)
        {
            CallByContract(name);
            return;
        }

        int released = 0;
        for (int i = 0; i < Math.Min(prototype.Parameters.Length, LastArgument); i++)
        {
            ArgumentSuffix? suffix = ArgumentSuffixes.Find(prototype.Parameters[i].Name, _policy.Kernel);
            if (suffix is ArgumentSuffix.Ignored or ArgumentSuffix.Program) continue;
            CheckTypedArgument(types, function, prototype, i, suffix);
            if (Registers[FirstArgument + i].ReferenceId != 0 && function.Has(KernelFunctionFlags.Releases)) released = Registers[FirstArgument + i].ReferenceId;
        }

        if (function.Has(KernelFunctionFlags.Releases))
        {
            if (released == 0) throw Reject(Rule.ReferenceUnknown, $"release kernel function {name} expects refcounted PTR_TO_BTF_ID");
            ReleaseReference(released, $"kfunc {name}#{_code[_slot].Immediate} reference has not been acquired before");
        }

        if (name is "bpf_obj_new_impl" or "bpf_percpu_obj_new_impl") CheckNewType(Registers[FirstArgument].Number, isPerCpu: name == "bpf_percpu_obj_new_impl");
        (RegisterState typeArgument, RegisterState second) = (Registers[FirstArgument], Registers[2]);
        ForgetCallerSaved(_state.Current);
        Registers[Result] = name switch
        {
            // The verifier puts the type's size in place of its number.
            "bpf_obj_new_impl" or "bpf_percpu_obj_new_impl" => RegisterState.Pointer(RegisterKind.KernelObject,
                RegisterTraits.Allocated | RegisterTraits.MayBeNull | (name == "bpf_obj_new_impl" ? 0 : RegisterTraits.PerCpu))
                with
            { TypeId = (int)typeArgument.Number.Value, Types = TypeSource.Program },
            "bpf_cast_to_kern_ctx" => KernelObject(KernelContextName, RegisterTraits.Trusted),
            "bpf_rdonly_cast" => CastResult(types, second),
            "bpf_arena_alloc_pages" => ArenaPointer(),
            "bpf_session_cookie" => RegisterState.Pointer(RegisterKind.Memory) with { Range = 8 },
            _ => TypedResult(types, function, prototype),
        };
        if (Registers[Result].MayBeNull) Registers[Result].Id = ++_lastId;
        if (function.Has(KernelFunctionFlags.Acquires))
        {
            int id = Acquire();
            Registers[Result].ReferenceId = id;
            if (Registers[Result].MayBeNull) Registers[Result].Id = id;
        }
    }

    // What is made is a struct of the program; one for each processor holds numbers alone.
    private void CheckNewType(in Scalar number, bool isPerCpu)
    {
        const int LargestPerCpu = 512; // BPF_GLOBAL_PERCPU_MA_MAX_SIZE
        int id = _text.Object.Btf is { } own && number.Value < (ulong)own.Count ? (int)number.Value : 0;
        if (id == 0 || _text.Object.Btf is not { } types || types[id] is not BtfComposite { IsUnion: false } type)
            throw Reject(Rule.ArgumentValue, "bpf_obj_new/bpf_percpu_obj_new type ID argument must be of a struct");
        if (!isPerCpu) return;
        if (type.SizeInBytes > LargestPerCpu)
            throw Reject(Rule.ArgumentValue, $"bpf_percpu_obj_new type size ({type.SizeInBytes}) is greater than {LargestPerCpu}");
        if (!HoldsNumbersAlone(types, type)) throw Reject(Rule.ArgumentValue, "bpf_percpu_obj_new type ID argument must be of a struct of scalars");
        if (!ValueFields.OfType(types, id).IsEmpty) throw Reject(Rule.ArgumentValue, "bpf_percpu_obj_new type ID argument must not contain special fields");
    }

    private static bool HoldsNumbersAlone(Btf types, BtfComposite type)
    {
        foreach (BtfMember member in type.Members)
        {
            int bare = types.SkipModifiers(member.TypeId);
            if (types[bare] is BtfArray array) bare = types.SkipModifiers(array.ElementId);
            bool isFine = types[bare] switch
            {
                BtfComposite { IsUnion: false } inner => HoldsNumbersAlone(types, inner),
                BtfInt or BtfEnum => true,
                _ => false,
            };
            if (!isFine) return false;
        }
        return true;
    }

    private void CheckTypedArgument(Btf types, KernelFunction function, BtfFunctionPrototype prototype, int index, ArgumentSuffix? suffix)
    {
        int register = FirstArgument + index;
        Read((Register)register);
        RegisterState given = Registers[register];
        NotePlace(given);
        int bare = types.SkipModifiers(prototype.Parameters[index].TypeId);
        if (types[bare] is not BtfPointer pointer)
        {
            if (!given.IsScalar) throw Reject(Rule.ArgumentType, $"R{register} is not a scalar");
            if (suffix is ArgumentSuffix.Constant or ArgumentSuffix.ConstantSize)
            {
                if (!given.Number.IsConstant) throw Reject(Rule.ArgumentValue, $"R{register} must be a known constant");
                MarkPrecise(register);
            }
            if (suffix is ArgumentSuffix.Size or ArgumentSuffix.ConstantSize && index > 0)
            {
                CallFacts facts = new() { TakesPackets = true };
                if (!Registers[register - 1].IsNull)
                    CheckSize(new HelperArgument(ArgumentKind.Memory, ArgumentTraits.Reads | ArgumentTraits.Writes), register, given, allowsZero: true, ref facts);
            }
            return;
        }

        if (given.IsNull && suffix is ArgumentSuffix.Nullable or ArgumentSuffix.Optional)
        {
            MarkPrecise(register);
            return;
        }
        if ((given.MayBeNull || given.IsNull) && suffix is not (ArgumentSuffix.Nullable or ArgumentSuffix.Optional)
            && function.Has(KernelFunctionFlags.TrustedArguments | KernelFunctionFlags.RcuArguments | KernelFunctionFlags.Releases))
            throw Reject(Rule.NullPointer, $"Possibly NULL pointer passed to trusted arg{index}");
        CheckTypedPointer(types, function, register, given, types.SkipModifiers(pointer.TargetId), suffix,
            isSized: index + 1 < prototype.Parameters.Length && ArgumentSuffixes.Find(prototype.Parameters[index + 1].Name, _policy.Kernel) is ArgumentSuffix.Size or ArgumentSuffix.ConstantSize);
    }

    private void CheckTypedPointer(Btf types, KernelFunction function, int register, in RegisterState given, int aim, ArgumentSuffix? suffix, bool isSized)
    {
        if (suffix == ArgumentSuffix.Map || types[aim] is BtfComposite { Name: "bpf_map" } && given.Kind == RegisterKind.Map)
        {
            bool isMap = given.Kind == RegisterKind.Map || (given.Kind == RegisterKind.KernelObject && given.Has(RegisterTraits.Trusted) && IsObject(given, "bpf_map", mayBePart: true));
            if (!isMap) throw Reject(Rule.ArgumentType, $"arg#{register - FirstArgument} pointer to map expected");
            return;
        }
        if (suffix == ArgumentSuffix.Text)
        {
            if (given.Kind == RegisterKind.MapValue) CheckText(register, given);
            else throw Reject(Rule.ArgumentType, $"arg#{register - FirstArgument} expected pointer to a const string");
            return;
        }
        if (types[aim] is BtfFunctionPrototype)
        {
            if (given.Kind != RegisterKind.Function) throw Reject(Rule.Callback, $"arg{register - FirstArgument} expected pointer to func");
            return;
        }
        if (given.Kind == RegisterKind.Context) return;
        if (types[aim] is BtfComposite { Name: "bpf_dynptr" or "bpf_dynptr_kern" })
        {
            GivenDynamic(register);
            return;
        }
        if (given.Kind == RegisterKind.KernelObject)
        {
            bool isPerCpuDrop = function.Name == "bpf_percpu_obj_drop_impl";
            if (isPerCpuDrop != given.Has(RegisterTraits.PerCpu) && (isPerCpuDrop || function.Name == "bpf_obj_drop_impl"))
                throw Reject(Rule.ArgumentType, $"arg#{register - FirstArgument} expected for {(isPerCpuDrop ? "bpf_obj_drop_impl" : "bpf_percpu_obj_drop_impl")}()");
            bool isTrusted = (given.Has(RegisterTraits.Trusted) || given.ReferenceId != 0) && !given.Has(RegisterTraits.Untrusted);
            if (function.Has(KernelFunctionFlags.Releases) && given.Offset != 0)
                throw Reject(Rule.ArgumentType, $"R{register} must have zero offset when passed to release func or trusted arg to kfunc");
            if (function.Has(KernelFunctionFlags.TrustedArguments) && !isTrusted && !(function.Has(KernelFunctionFlags.RcuArguments) && given.Has(RegisterTraits.Rcu)))
                throw Reject(Rule.ArgumentType, $"R{register} must be referenced or trusted");
            if (function.Has(KernelFunctionFlags.RcuArguments) && !isTrusted && !given.Has(RegisterTraits.Rcu)) throw Reject(Rule.ArgumentType, $"R{register} must be a rcu pointer");
            if (types[aim] is BtfComposite { Name: var wanted } && given.TypeId != 0 && !IsObject(given, wanted, mayBePart: !function.Has(KernelFunctionFlags.Releases)))
                throw Reject(Rule.ArgumentType, $"kernel function {function.Name} args#{register - FirstArgument} expected pointer to STRUCT {wanted} but R{register} has a pointer to STRUCT {NameOf(given)}");
            return;
        }
        if (isSized) return; // its size comes next
        if (types[aim] is BtfComposite && given.Kind is not (RegisterKind.Stack or RegisterKind.MapValue or RegisterKind.Memory or RegisterKind.Socket or RegisterKind.SocketCommon or RegisterKind.TcpSocket))
            throw Reject(Rule.ArgumentType, $"arg#{register - FirstArgument} is {Describe(given)} expected {types[aim].Name} or socket");
        int size = SizeOrZero(types, aim);
        CallFacts facts = new() { TakesPackets = true };
        if (size > 0 && given.Kind is RegisterKind.Stack or RegisterKind.MapValue or RegisterKind.Memory)
            CheckMemory(register, size, isWrite: true, allowsZero: false, isRaw: suffix == ArgumentSuffix.Uninitialised, ref facts);
        FillRaw(facts);
    }

    // The kernel's own struct behind the context.
    private string KernelContextName => _program.Type switch
    {
        ProgramType.Xdp => "xdp_buff",
        ProgramType.CgroupSockAddr => "bpf_sock_addr_kern",
        ProgramType.SockOps => "bpf_sock_ops_kern",
        ProgramType.SkLookup => "bpf_sk_lookup_kern",
        ProgramType.SkReuseport => "sk_reuseport_kern",
        ProgramType.SkMsg => "sk_msg",
        ProgramType.CgroupSock => "sock",
        ProgramType.CgroupSysctl => "bpf_sysctl_kern",
        ProgramType.CgroupSockopt => "bpf_sockopt_kern",
        ProgramType.PerfEvent => "bpf_perf_event_data_kern",
        ProgramType.Kprobe => "pt_regs",
        ProgramType.Netfilter => "bpf_nf_ctx",
        _ => "sk_buff",
    };

    private RegisterState CastResult(Btf types, in RegisterState typeNumber)
    {
        int id = typeNumber.Number.IsConstant && typeNumber.Number.Value < (ulong)types.Count ? (int)typeNumber.Number.Value : -1;
        int bare = id > 0 ? types.SkipModifiers(id) : id;
        if (bare == 0) return RegisterState.Pointer(RegisterKind.Memory, RegisterTraits.ReadOnly | RegisterTraits.Untrusted);
        if (bare < 0 || types[bare] is not BtfComposite)
            throw Reject(Rule.ArgumentValue, "kfunc bpf_rdonly_cast type ID argument must be of a struct or void");
        return RegisterState.Pointer(RegisterKind.KernelObject, RegisterTraits.Untrusted) with { TypeId = bare };
    }

    private static RegisterState TypedResult(Btf types, KernelFunction function, BtfFunctionPrototype prototype)
    {
        int bare = types.SkipModifiers(prototype.ReturnId);
        if (prototype.ReturnId == 0 || bare == 0) return default;
        if (types[bare] is not BtfPointer pointer) return RegisterState.Unknown;
        RegisterTraits traits = function.Has(KernelFunctionFlags.MayReturnNull) ? RegisterTraits.MayBeNull : RegisterTraits.None;
        int aim = types.SkipModifiers(pointer.TargetId);
        return types[aim] is BtfComposite
            ? RegisterState.Pointer(RegisterKind.KernelObject, traits | RegisterTraits.Trusted) with { TypeId = aim }
            : RegisterState.Pointer(RegisterKind.Memory, traits | RegisterTraits.ReadOnly) with { Range = SizeOrZero(types, aim) };
    }

    private void CallByContract(string name)
    {
        if (KernelFunctionContracts.Find(name) is not { } contract)
            throw Reject(Rule.UnknownKernelFunction, $"kernel function {name} can't be judged without the kernel's types: give them");
        CallByContract(new HelperContract(0, contract.Returns, contract.Arguments, default) { TakesPackets = true });
        if (name == "bpf_arena_alloc_pages") Registers[Result] = ArenaPointer();
    }

    private void CallByContract(HelperContract contract)
    {
        CallFacts facts = new() { TakesPackets = contract.TakesPackets };
        for (int i = 0; i < contract.Arguments.Length; i++) CheckArgument(contract, i, ref facts);
        FillRaw(facts);
        ForgetCallerSaved(_state.Current);
        Registers[Result] = ResultOf(contract, facts);
    }
}
