using System.Collections.Immutable;
using Waggle.Verifier.Code;

namespace Waggle.Verifier.Explanations;

/// <summary>Every rule in plain words. Names are those of <see cref="Waggle.Bpf.Verdicts.Complaints"/> where it has the same rule.</summary>
internal static class RuleTexts
{
    private const string Bounds = "Check the index or length against a constant right before the access, in the same variable, or mask it: i & (N - 1).";
    private const string Simplify = "Make the program smaller or its loops simpler: bound loops by constants, use bpf_loop, or split it with tail calls or global functions.";
    private const string Guess = "Keep the number from 0 to below the size of what is pointed to, by a mask or a check right before, with one sum for each map and path; or load it with CAP_PERFMON.";
    private const string Rebuild = "Build the object again, for an older instruction set (-mcpu=v3) if need be, or repair the bytes.";

    internal static readonly ImmutableArray<RuleText> Rows =
    [
        // The shape of programs
        new(Rule.EmptyProgram, "empty-program", "The program has no instruction.", "Return something, at least."),
        new(Rule.ProgramTooLong, "too-complex", "The program has more instructions than this kernel takes.", Simplify),
        new(Rule.UndefinedInstruction, "bad-instruction", "An instruction has no meaning, or a value where none may be.", Rebuild),
        new(Rule.NotInThisKernel, "kernel-too-old", "The program uses what the chosen kernel does not have yet.", "Ask for a newer kernel, or do without: bpf_core_*_exists and 'weak' functions let a program find out where it runs."),
        new(Rule.JumpOutOfProgram, "jump-range", "A jump leads out of the program, or the program runs over its end.", "Correct the target, and end every function with a return."),
        new(Rule.JumpIntoImmediate, "jump-range", "A jump leads into the middle of a 64-bit constant.", "Correct the target: a 64-bit constant takes two slots."),
        new(Rule.CallOutOfProgram, "jump-range", "A call leads to no function of the program.", "Correct the target."),
        new(Rule.NoExit, "fall-through", "A function runs over its end.", "End every function with a return."),
        new(Rule.Unreachable, "unreachable-code", "No path leads to an instruction.", "Remove it. Assembler text and old compilers leave such code."),
        new(Rule.LoopNotAllowed, "loop", "The program jumps back, and who loads it may not load loops.", "Unroll the loop, use bpf_loop, or load it with CAP_BPF."),
        new(Rule.InfiniteLoop, "loop", "A loop comes round in the same state: it may never end.", "Count in a variable that changes each time, and stop at a constant."),
        new(Rule.TooComplex, "too-complex", "The program has too many paths to be gone through.", Simplify),
        new(Rule.CallsTooDeep, "call-depth", "Functions are nested too deep: 8 is the limit.", "Call less deep, and inline small functions."),
        new(Rule.StackTooDeep, "stack-size", "The functions of a chain of calls need more stack together than the 512 bytes there are.", "Put large variables into a per-CPU array map, or nest less."),
        new(Rule.Recursion, "recursion", "A function calls itself.", "Write a loop, or use bpf_loop."),

        // Registers
        new(Rule.UninitializedRegister, "uninitialised-register", "A register is read, and nothing was written to it on this path.", "Give it a value on every path that leads here. A call clobbers R1 to R5."),
        new(Rule.FramePointerWrite, "frame-pointer", "R10, the frame pointer, is written to.", "Copy R10 to another register and change that."),
        new(Rule.PointerArithmetic, "pointer-arithmetic", "Something is done with a pointer that can't be done with pointers of its kind.", "Only add numbers with bounds to pointers, or subtract them."),
        new(Rule.PointerComparison, "pointer-comparison", "A pointer is compared with what it can't be compared with.", "Compare pointers with null, and packet pointers with the packet's end."),
        new(Rule.PointerLeak, "pointer-leak", "An address would be shown to who must not see it.", "Store or return what the pointer points to, not the pointer."),
        new(Rule.InvalidShift, "shift", "A number is shifted by more bits than it has.", "Shift by 0 to 63, or to 31 for 32-bit operations."),
        new(Rule.DivisionByZero, "division-by-zero", "The program divides by the constant 0.", "Divide by something else."),

        // Memory
        new(Rule.PointerOffsetTooLarge, "range", "A pointer is moved too far.", "Keep offsets below 2^29."),
        new(Rule.Misaligned, "alignment", "An access of that size needs an address that is a multiple of it.", "Align fields by their size, or read the bytes one by one."),
        new(Rule.NotAPointer, "no-pointer", "What is used as an address holds a number.", "Addresses come from the context, maps and helpers only. For kernel memory use bpf_probe_read_kernel, or BPF_CORE_READ."),
        new(Rule.NullPointer, "null-check", "A pointer that may be null is used without a check.", "Compare the pointer with null right after the call that returns it, and use it only where it is not null."),
        new(Rule.StackAccess, "stack-bounds", "The stack is used outside of the 512 bytes below R10, or at an offset that is not known well enough.", "Use offsets from -512 to -1; put what is larger into a per-CPU array map."),
        new(Rule.StackUninitialized, "stack-uninitialised", "Bytes of the stack are read that were never written.", "Set the whole variable to zero where it is declared, padding included."),
        new(Rule.StackCorrupted, "stack-spill", "A pointer that was saved on the stack is overwritten or read in part.", "Write and read whole 8 bytes where a pointer is saved."),
        new(Rule.MapAccess, "map-value-bounds", "A map's key or value is used outside of its size.", Bounds),
        new(Rule.PacketAccess, "packet-bounds", "The packet is used where nothing shows that it is so long.", "Compare the end of what is read with the context's data_end before the access: if (data + size > data_end) return."),
        new(Rule.PacketWrite, "packet-write", "This kind of program may not write into the packet.", "Use a helper such as bpf_skb_store_bytes, or another kind of program."),
        new(Rule.ContextAccess, "context-bounds", "The context has no such field that this kind of program may use so.", "Use the fields of the type's context only, in their own size; some may be read and not written."),
        new(Rule.ContextModified, "context-pointer", "The pointer to the context was changed.", "Keep it as it was given, and read with the field's offset."),
        new(Rule.MemoryAccess, "memory-bounds", "Memory is used outside of its size.", Bounds),
        new(Rule.ReadOnlyMemory, "read-only", "The memory may only be read.", "Write into a copy."),
        new(Rule.KernelObjectAccess, "kernel-object", "A kernel object is used in a way that its type does not allow.", "Read its fields with the types of the kernel (vmlinux.h), and change it by helpers and kernel functions only."),
        new(Rule.AtomicAccess, "atomic", "An atomic operation goes where it can't.", "Do atomic operations on map values and on the stack only."),
        new(Rule.DifferentPointers, "same-instruction", "One instruction is reached with different kinds of pointers, depending on the path.", "Read in each branch, and join the values; a compiler barrier keeps the reads apart."),

        // Calls
        new(Rule.UnknownHelper, "unknown-helper", "There is no such helper in this kernel.", "Use another helper, or ask for a newer kernel."),
        new(Rule.HelperNotForProgram, "helper-not-allowed", "This kind of program can't call the helper.", "Use another helper, or another program type: 'bpftool feature probe' lists which goes with which."),
        new(Rule.GplOnly, "license", "The helper or kernel function is for programs under a licence that is compatible with the GPL.", "Declare one: char LICENSE[] SEC(\"license\") = \"GPL\";"),
        new(Rule.UnknownKernelFunction, "kfunc-missing", "The kernel has no such function for programs.", "Declare it 'weak' and ask bpf_ksym_exists before the call, or ask for a newer kernel."),
        new(Rule.KernelFunctionNotForProgram, "kfunc-not-allowed", "This kind of program can't call the kernel function.", "Use another function, or another program type."),
        new(Rule.ArgumentType, "argument-type", "An argument is not of the kind that the call takes.", "Pass the address of a variable where the call takes memory, a map where it takes a map, the context as it was given."),
        new(Rule.ArgumentSize, "unbounded-access", "A length that is passed is not known to lie within the memory that it is of.", Bounds),
        new(Rule.ArgumentValue, "argument-constant", "An argument has a value that the call does not take.", "Pass a literal, or a 'const' global variable, that the call allows."),
        new(Rule.MapNotForHelper, "map-kind", "The helper does not take this kind of map.", "Use the helper for this kind of map: a program array for tail calls, a ring buffer for bpf_ringbuf_*."),
        new(Rule.Callback, "callback", "A callback is not as its caller needs it.", "Pass a static function of the same object, with the arguments that the helper names; return 0 to go on or 1 to stop."),
        new(Rule.GlobalFunction, "callee-arguments", "A global function is checked by itself, and its arguments say too little.", "Declare it static, or give it numbers, the context, or pointers to structs of a known size (checked for null)."),
        new(Rule.MaySleep, "sleepable", "What may sleep is called where nothing may.", "Call it outside of locks, RCU sections and callbacks, from a sleepable program (section with \".s\")."),
        new(Rule.PacketLoad, "packet-load", "The old packet loads can't be used here.", "Use bpf_skb_load_bytes, or direct packet access."),
        new(Rule.AttachTarget, "attach-target", "The program can't be attached to what its section names.", "Name another hook."),

        // What is taken is given back
        new(Rule.ReferenceLeak, "reference-leak", "Something that was taken is not given back on this path.", "Release it on every path, early returns included: submit or discard a ring buffer record, bpf_sk_release a socket."),
        new(Rule.ReferenceUnknown, "release", "What is given back is not what was taken, or was given back already.", "Release each object once, by the pointer that was returned."),
        new(Rule.LockState, "lock", "A lock is taken, held or released in the wrong place.", "Take one lock at a time, release it on every path of the same function, and call nothing in between."),
        new(Rule.RcuState, "rcu", "An RCU section is not entered and left in pairs.", "Write bpf_rcu_read_lock and bpf_rcu_read_unlock in pairs, on every path."),
        new(Rule.PreemptionState, "preempt", "Preemption or interrupts are not turned off and on in pairs.", "Write bpf_preempt_disable and bpf_preempt_enable, and saving and restoring of interrupts, in pairs, the last one first."),
        new(Rule.ReturnValue, "return-value", "The program returns what this kind of program must not return.", "Return one of the values that the hook allows, from a constant or from a number that was checked."),
        new(Rule.DynamicPointerState, "dynptr", "A dynptr is used where it is not made, or made where it is in use.", "Make it with bpf_dynptr_from_mem or the like before, pass it unchanged, and release it once."),
        new(Rule.IteratorState, "iterator", "An iterator is not made, asked and destroyed in that order.", "Use bpf_for_each, bpf_for or bpf_repeat, which do it right, or destroy it on every path."),
        new(Rule.NeedsPrivilege, "privilege", "Who loads the program lacks a capability that this needs.", "Load it with CAP_BPF (and CAP_PERFMON or CAP_NET_ADMIN, as the kind of program needs), or do without: the unprivileged have socket filters and cgroup_skb programs, arrays, hashes and ring buffers, and neither loops nor functions."),
        new(Rule.Speculation, "speculation", "A number is added to a pointer, or subtracted, in a way that can't be made safe against wrong guesses of the processor.", Guess),
        new(Rule.Exception, "exception", "An exception is thrown where it can't be.", "Throw where nothing is held: no lock, no reference, no section."),
    ];

    private static readonly ImmutableArray<RuleText> s_byRule = [.. Rows.OrderBy(r => r.Rule)]; // behind the rows, which it is made of

    internal static RuleText Of(Rule rule) => s_byRule[(int)rule];
}
