using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Kernel functions of work queues, which call a function of the program later, where it may sleep (<c>process_wq_func</c>).</content>
internal sealed partial class Exploration
{
    private bool CallWorkQueue(string name)
    {
        if (name is not ("bpf_wq_init" or "bpf_wq_set_callback_impl" or "bpf_wq_start")) return false;
        Read((Register)FirstArgument);
        Read((Register)(FirstArgument + 1));
        RegisterState place = Registers[FirstArgument], second = Registers[FirstArgument + 1];
        if (place.Kind != RegisterKind.MapValue || place.MayBeNull) throw Reject(Rule.ArgumentType, "arg#0 doesn't point to a map value");
        CheckFieldPlace(FirstArgument, place, ValueFieldKind.WorkQueue);
        if (name == "bpf_wq_init")
        {
            if (second.Kind != RegisterKind.Map) throw Reject(Rule.ArgumentType, "arg#1 pointer to map expected");
            if (second.Map != place.Map || second.MapId != place.MapId)
                throw Reject(Rule.MapNotForHelper, $"workqueue pointer in R1 map_uid={place.MapId} doesn't match map pointer in R2 map_uid={second.MapId}");
        }
        else if (name == "bpf_wq_set_callback_impl")
        {
            if (second.Kind != RegisterKind.Function) throw Reject(Rule.Callback, "arg1 expected pointer to func");
            CallLater(_text.Subprograms[second.Range], place.Map, place.MapId, isSleepable: true);
        }
        else if (!second.IsScalar) throw Reject(Rule.ArgumentType, "R2 is not a scalar");

        ForgetCallerSaved(_state.Current);
        Registers[Result] = RegisterState.Unknown;
        return true;
    }
}
