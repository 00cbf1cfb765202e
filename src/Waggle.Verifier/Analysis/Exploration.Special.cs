using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Atomic operations and the legacy packet loads.</content>
internal sealed partial class Exploration
{
    private void Exchange(in Instruction instruction)
    {
        _isAtomic = true;
        ExchangeAtomically(instruction);
        _isAtomic = false;
    }

    private void ExchangeAtomically(in Instruction instruction)
    {
        var operation = (AtomicOperation)instruction.Immediate;
        int size = instruction.Opcode.Size.InBytes();
        if (operation == AtomicOperation.LoadAcquire)
        {
            CheckAtomicTarget((int)instruction.Source);
            Load(instruction);
            return;
        }

        Read(instruction.Source);
        Read(instruction.Destination);
        if (operation == AtomicOperation.StoreRelease)
        {
            CheckAtomicTarget((int)instruction.Destination);
            Store(instruction, (int)instruction.Source);
            return;
        }

        if (operation == AtomicOperation.CompareExchange)
        {
            Read(Register.R0);
            if (IsLeakingPointer(Result)) throw Reject(Rule.PointerLeak, "R0 leaks addr into mem");
        }
        if (IsLeakingPointer((int)instruction.Source)) throw Reject(Rule.PointerLeak, $"R{(int)instruction.Source} leaks addr into mem");
        CheckAtomicTarget((int)instruction.Destination);
        int loaded = operation switch
        {
            AtomicOperation.CompareExchange => Result,
            AtomicOperation.Exchange or AtomicOperation.FetchAdd or AtomicOperation.FetchAnd or AtomicOperation.FetchOr or AtomicOperation.FetchXor => (int)instruction.Source,
            _ => NoRegister,
        };
        if (loaded >= 0) Write((Register)loaded);
        RegisterKind kind = Registers[(int)instruction.Destination].Kind;
        // Whether it may be read, what is read, and whether it may be written. Of what is written nothing is known. A register that is loaded into
        // and holds the address is no pointer any more by then: it is refused, as it is by Linux.
        Access((int)instruction.Destination, instruction.Offset, size, isWrite: false, NoRegister, isSigned: false);
        if (loaded >= 0) Access((int)instruction.Destination, instruction.Offset, size, isWrite: false, loaded, isSigned: false);
        Access((int)instruction.Destination, instruction.Offset, size, isWrite: true, NoRegister, isSigned: false);
        KeepToOneKind(kind, isUntrusted: false, allowsTrust: false);
    }

    private void CheckAtomicTarget(int register)
    {
        RegisterKind kind = Registers[register].Kind;
        if (kind is RegisterKind.Context or RegisterKind.Packet or RegisterKind.PacketMeta or RegisterKind.FlowKeys or RegisterKind.Socket or RegisterKind.SocketCommon
            or RegisterKind.TcpSocket or RegisterKind.XdpSocket)
            throw Reject(Rule.AtomicAccess, $"BPF_ATOMIC stores into R{register} {Describe(Registers[register])} is not allowed");
    }

    // Legacy loads end the program where the packet ends (check_ld_abs).
    private void LoadPacket(in Instruction instruction)
    {
        if (_program.Type is not (ProgramType.SocketFilter or ProgramType.SchedCls or ProgramType.SchedAct))
            throw Reject(Rule.PacketLoad, "BPF_LD_[ABS|IND] instructions not allowed for this program type");
        Read(Register.R6);
        CheckNothingHeld("BPF_LD_[ABS|IND] would lead to reference leak");
        if (_state.LockId != 0) throw Reject(Rule.LockState, "BPF_LD_[ABS|IND] cannot be used inside bpf_spin_lock-ed region");
        if (_state.RcuDepth > 0) throw Reject(Rule.RcuState, "BPF_LD_[ABS|IND] cannot be used inside bpf_rcu_read_lock-ed region");
        if (_state.PreemptionDepth > 0) throw Reject(Rule.PreemptionState, "BPF_LD_[ABS|IND] cannot be used inside bpf_preempt_disable-ed region");
        if (Registers[(int)Register.R6].Kind != RegisterKind.Context)
            throw Reject(Rule.PacketLoad, "at the time of BPF_LD_ABS|IND R6 != pointer to skb");
        if (instruction.Opcode.Mode == MemoryMode.Indirect) Read(instruction.Source);
        RegisterState context = Registers[(int)Register.R6];
        if (context.Offset != 0 || !context.Number.IsConstant || context.Number.Value != 0)
            throw Reject(Rule.ContextModified, $"dereference of modified ctx ptr R6 off={context.Offset} disallowed");
        if (_state.Depth > 0) EndEarly();
        ForgetCallerSaved(_state.Current);
        Registers[Result] = RegisterState.Unknown;
    }

    // Where the packet ends, so does the function, with 0: another path.
    private void EndEarly()
    {
        Subprogram function = _text.Subprograms[_state.Current.Subprogram];
        if (ReturnsNothing(function)) throw Reject(Rule.PacketLoad, "LD_ABS is only allowed in functions that return 'int'.");
        if (!_state.Current.IsCallback) ReturnEarly(RegisterState.Constant(0));
    }

    // Another path goes on behind the call of the function that is being run.
    private PathState ReturnEarly(in RegisterState result)
    {
        PathState branch = Fork(_state.Current.CallSite + 1, _slot);
        branch.Depth--;
        branch.Registers[Result] = result;
        return branch;
    }
}
