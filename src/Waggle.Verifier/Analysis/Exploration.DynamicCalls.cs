using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Kernel functions that make, cut and read dynptrs.</content>
internal sealed partial class Exploration
{
    private bool CallDynamic(string name)
    {
        switch (name)
        {
            case "bpf_dynptr_from_skb" or "bpf_dynptr_from_xdp":
                CheckPacketOwner(FirstArgument);
                MarkDynamicPointer(3, Registers[3], name == "bpf_dynptr_from_skb" ? DynamicKind.Packet : DynamicKind.Frame, 0);
                break;
            case "bpf_dynptr_slice" or "bpf_dynptr_slice_rdwr":
                TakeSlice(isWritable: name == "bpf_dynptr_slice_rdwr");
                return true;
            case "bpf_dynptr_clone":
                RegisterState source = GivenDynamic(FirstArgument);
                MarkDynamicPointer(2, Registers[2], (DynamicKind)source.Range, source.ReferenceId);
                break;
            case "bpf_dynptr_adjust" or "bpf_dynptr_is_null" or "bpf_dynptr_is_rdonly" or "bpf_dynptr_size" or "bpf_dynptr_memset":
                GivenDynamic(FirstArgument);
                break;
            case "bpf_dynptr_copy":
                GivenDynamic(FirstArgument);
                GivenDynamic(3);
                break;
            default:
                return false;
        }
        ForgetCallerSaved(_state.Current);
        Registers[Result] = RegisterState.Unknown;
        return true;
    }

    private RegisterState GivenDynamic(int register)
    {
        RegisterState given = Registers[register];
        if (given.Kind == RegisterKind.DynamicPointer) return given;
        if (given.Kind != RegisterKind.Stack) throw Reject(Rule.ArgumentType, $"arg#{register - FirstArgument} expected pointer to stack or const struct bpf_dynptr");
        RegisterState found = FindDynamicPointer(given) ?? throw Reject(Rule.DynamicPointerState, $"Expected an initialized dynptr as arg #{register - FirstArgument}");
        MarkStackRead(given.Range, 3ul << (PlaceOf(given.Offset + (int)given.Number.Value).Slot - 1));
        return found;
    }

    private void TakeSlice(bool isWritable)
    {
        RegisterState source = GivenDynamic(FirstArgument);
        if (!Registers[4].IsScalar || !Registers[4].Number.IsConstant) throw Reject(Rule.ArgumentSize, "R4 is not a known constant");
        MarkPrecise(4);
        int size = (int)Registers[4].Number.Value;
        CallFacts facts = default;
        if (!Registers[3].IsNull) CheckMemory(3, size, isWrite: true, allowsZero: false, isRaw: true, ref facts);
        FillRaw(facts);
        bool isPacket = (DynamicKind)source.Range is DynamicKind.Packet or DynamicKind.Frame;
        RegisterTraits traits = RegisterTraits.MayBeNull | (isWritable ? RegisterTraits.None : RegisterTraits.ReadOnly);
        if (isWritable && isPacket && !MayWritePackets) throw Reject(Rule.PacketWrite, "the prog does not allow writes to packet data");
        ForgetCallerSaved(_state.Current);
        Registers[Result] = RegisterState.Pointer(RegisterKind.Memory, traits) with
        {
            Range = size,
            Id = ++_lastId,
            ReferenceId = source.ReferenceId,
            DynamicId = source.Id,
            IsPacketSlice = isPacket,
        };
    }
}
