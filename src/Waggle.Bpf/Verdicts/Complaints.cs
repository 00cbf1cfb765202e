using System.Collections.Immutable;

namespace Waggle.Bpf.Verdicts;

/// <summary>What the verifier's messages mean and what to do about them: for the kernel's log and for our own verdicts, which use its words.</summary>
/// <remarks>Thread-safe.</remarks>
public static class Complaints
{
    private const string NullCheck = "Compare the pointer with null right after the call that returns it, and use it only where it is not null.";
    private const string Bounds = "Check the index or length against a constant right before the access, in the same register, or mask it: i & (N - 1).";
    private const string Mask = "Mask the number or check it right before, so that the pointer stays inside at every step, or load it with CAP_PERFMON.";
    private const string OneMask = "Write the sum in each branch, with a compiler barrier to keep them apart, or load it with CAP_PERFMON.";
    private const string PacketBounds = "Compare the end of what is read with the context's data_end before the access: if (data + size > data_end) return.";
    private const string Initialise = "Give it a value on every path that leads here. A call clobbers R1 to R5: keep what is needed later in another variable.";
    private const string Release = "Release it on every path, early returns included: submit or discard a ring buffer record, bpf_sk_release a socket.";
    private const string OneCopy = "Keep the object as it was returned: change a copy of the pointer, and give the call the original.";
    private const string Encoding = "The compiler or assembler made an instruction that the kernel does not know: build for an older instruction set (-mcpu=v3), or repair the bytes.";
    private const string OtherHelper = "Use another helper, or another program type: 'bpftool feature probe' lists which helper goes with which type.";
    private const string Unlock = "Do it before the lock is taken or after it is released.";
    private const string Simplify = "Make the program smaller or its loops simpler: bound loops by constants, use bpf_loop, or split it with tail calls or global functions.";
    private const string KernelFault = "Nothing in the program explains this: it is a fault of the kernel. Report it to bpf@vger.kernel.org with the whole log.";

    /// <summary>Finds the row that a line fits.</summary>
    /// <param name="line">A message of the verifier.</param>
    /// <param name="captures">What stands in it at the names of the row's pattern.</param>
    /// <returns>The row; null if the message is unknown.</returns>
    public static Complaint? Find(string line, out IReadOnlyDictionary<string, string> captures)
    {
        ArgumentNullException.ThrowIfNull(line);
        foreach (Complaint row in Rows)
        {
            if (!ComplaintPattern.TryMatch(row.Pattern, line, out var found)) continue;
            captures = found;
            return row;
        }
        captures = ImmutableDictionary<string, string>.Empty;
        return null;
    }

    // Messages: verbose() in kernel/bpf/verifier.c, Linux 6.1 to 6.18. The first row that fits counts: special ones stand before general ones.
    internal static readonly ImmutableArray<Complaint> Rows =
    [
        // What registers hold
        new("uninitialised-register", "R{reg} !read_ok", "R{reg} is read, and nothing was written to it on this path.", Initialise),
        new("pointer-leak", "R{reg} leaks addr as return value", "The program returns a pointer in R{reg}, which would tell a kernel address.",
            "Return a number: the pointer was probably meant to be read through."),
        new("pointer-leak", "R{reg} leaks addr into {where}", "A pointer in R{reg} would be stored where others can read it ({where}).",
            "Store what the pointer points to, not the pointer."),
        new("pointer-leak", "leaking pointer from stack off {off}", "A pointer that was saved on the stack would be given away.", "Store numbers, not pointers, in what is handed over."),
        new("frame-pointer", "frame pointer is read only", "R10, the frame pointer, is written to.", "Copy R10 to another register and change that."),
        new("no-such-register", "R{reg} is invalid", "The instruction names R{reg}, and registers end at R10.", Encoding),
        new("return-value", "R0 not a scalar value", "The program returns something that is no number.", "Return a number."),
        new("return-value", "At program exit the register R{reg} has", "The program returns a number that this kind of program must not return.",
            "Return one of the values that the hook allows, from a constant or from a number that was checked."),
        new("return-value", "At program exit the register R{reg} is not a known value", "The program returns a number that the verifier can't tell.",
            "Return a constant, or a number that was checked against the values that the hook allows."),
        new("return-value", "At subprogram exit the register R{reg} is not a scalar value", "A function returns something that is no number.", "Return a number from global functions."),
        new("return-value", "At async callback return the register R{reg} ", "A callback returns another number than the helper that calls it allows.", "Return 0."),
        new("return-value", "At callback return the register R{reg} ", "A callback returns another number than the helper that calls it allows.", "Return 0 to go on, or 1 to stop."),
        new("return-value", "cannot return stack pointer to the caller", "A function returns the address of its own stack, which is gone then.", "Let the caller pass a buffer."),

        // Null
        new("null-check", "R{reg} invalid mem access '{type}_or_null'", "R{reg} may be null, and it is read or written through without a check.", NullCheck),
        new("null-check", "R{reg} pointer arithmetic on {type}_or_null prohibited, null-check it first", "R{reg} may be null, and something is added to it without a check.", NullCheck),
        new("null-check", "Possibly NULL pointer passed to helper arg{arg}", "Argument {arg} of the call may be null.", NullCheck),
        new("null-check", "Possibly NULL pointer passed to trusted arg{arg}", "An argument of the kernel function may be null.", NullCheck),
        new("null-check", "R{reg} type={type}_or_null expected=", "R{reg} may be null, and the call does not take null.", NullCheck),

        // Reading and writing memory
        new("no-pointer", "R{reg} invalid mem access 'scalar'", "R{reg} is used as an address and holds a number.",
            "Addresses come from the context, maps and helpers only. For kernel memory use bpf_probe_read_kernel, or BPF_CORE_READ, instead of a plain read."),
        new("no-pointer", "R{reg} invalid mem access 'inv'", "R{reg} is used as an address and holds a number.",
            "Addresses come from the context, maps and helpers only. For kernel memory use bpf_probe_read_kernel, or BPF_CORE_READ, instead of a plain read."),
        new("packet-end", "R{reg} invalid mem access 'pkt_end'", "The end of the packet is read from.", "Read from data; data_end is for comparing only."),
        new("wrong-memory", "R{reg} invalid mem access '{type}'", "R{reg} is a {type}, which can't be read or written through.",
            "Use the helper that is made for this kind of pointer."),
        new("read-only", "R{reg} cannot write into {what}", "The memory behind R{reg} ({what}) may only be read.", "Write into a copy on the stack or in a map."),
        new("read-only", "cannot write into packet", "This kind of program may read packets and not change them.", "Use a program type that may write, such as TC or XDP."),
        new("read-only", "the prog does not allow writes to packet data", "This kind of program may read packets and not change them.", "Use a program type that may write, such as TC or XDP."),
        new("read-only", "write into map forbidden", "The map may only be read by programs.", "Drop BPF_F_RDONLY_PROG from the map, or write elsewhere; 'const' data is such a map."),
        new("write-only", "read from map forbidden", "The map may only be written by programs.", "Drop BPF_F_WRONLY_PROG from the map."),
        new("read-only", "only read is supported", "The memory may only be read.", "Write into a copy."),
        new("read-only", "only read from {what} is supported", "Memory of {what} may only be read.", "Write into a copy, or use a helper or kernel function that changes it."),
        new("map-value-bounds", "invalid access to map value, value_size={size} off={off} size={bytes}",
            "{bytes} bytes at offset {off} of a map's value are used, and the value has {size} bytes.", Bounds),
        new("map-value-bounds", "invalid access to map value pointer, value_size={size} off={off}",
            "An address at offset {off} of a map's value is taken, and the value has {size} bytes.", Bounds),
        new("map-key-bounds", "invalid access to map key, key_size={size} off={off} size={bytes}", "{bytes} bytes at offset {off} of a map's key are used, and the key has {size} bytes.", Bounds),
        new("memory-bounds", "invalid access to memory, mem_size={size} off={off} size={bytes}", "{bytes} bytes at offset {off} are used of memory that has {size} bytes.", Bounds),
        new("packet-bounds", "invalid access to packet, off={off} size={bytes}, R{reg}(", "{bytes} bytes at offset {off} of the packet are used, and nothing shows that the packet is so long.", PacketBounds),
        new("packet-bounds", "R{reg} offset is outside of the packet", "R{reg} points outside of the part of the packet that was checked.", PacketBounds),
        new("context-bounds", "invalid bpf_context access off={off} size={bytes}", "The context has no field of {bytes} bytes at offset {off} that this kind of program may use so.",
            "Use the fields of the type's context only, in their own size; some may be read and not written."),
        // Linux 6.1 says it of a constant that is written; newer kernels of the field.
        new("context-bounds", "BPF_ST stores into R{reg} {what} is not allowed", "A constant is stored into {what} memory, where this kernel takes registers only.", "Use fields that this kind of program may write, and put the value into a register first."),
        new("release", "dereference of modified alloc_mem ptr R{reg} off={off} disallowed", "R{reg} was changed since it was returned, and is released.", OneCopy),
        new("context-pointer", "dereference of modified {what} ptr R{reg} off={off} disallowed", "R{reg} was a {what} pointer, was changed, and is used then.", "Read with the field's offset from the pointer as it was given."),
        new("context-pointer", "negative offset {what} ptr R{reg} off={off} disallowed", "R{reg} points before the start of the {what}.", "Read with the field's offset from the pointer as it was given."),
        new("variable-offset", "variable {what} access var_off={var} disallowed", "The {what} is read at an offset that is not constant.", "Read fields of it at constant offsets: copy an array first, or use a switch."),
        new("stack-uninitialised", "invalid read from stack R{reg} off {off}+{at} size {bytes}", "{bytes} bytes of the stack at {off} are read, and byte {at} of them was never written.", "Set the whole variable to zero where it is declared, padding included."),
        new("stack-uninitialised", "invalid read from stack off {off}+{at} size {bytes}", "{bytes} bytes of the stack at {off} are read, and byte {at} of them was never written.", "Set the whole variable to zero where it is declared, padding included."),
        new("stack-uninitialised", "invalid indirect read from stack R{reg} off {off}+{at} size {bytes}",
            "The call reads {bytes} bytes of the stack at {off}, and byte {at} of them was never written.", "Set the whole variable to zero where it is declared, padding included."),
        new("stack-bounds", "invalid unbounded variable-offset{how}stack R{reg}", "The stack is used at an offset that has no bound.", Bounds),
        new("stack-bounds", "invalid variable-offset{how}stack R{reg} var_off={var} off={off} size={bytes}", "The stack is used at an offset that may lie outside of it.", Bounds),
        new("stack-bounds", "invalid{how}stack R{reg} off={off} size={bytes}", "{bytes} bytes at {off} of the stack are used; a function has the 512 bytes below R10.", "Use offsets from -512 to -1; put what is larger into a per-CPU array map."),
        new("stack-bounds", "invalid stack type R{reg} off={off} access_size={bytes}", "{bytes} bytes at {off} of the stack are used; a function has the 512 bytes below R10.", "Use offsets from -512 to -1; put what is larger into a per-CPU array map."),
        new("stack-spill", "attempt to corrupt spilled pointer on stack", "A part of a pointer that was saved on the stack is overwritten.", "Write whole 8 bytes where a pointer was saved."),
        new("stack-spill", "invalid size of register spill", "A pointer is saved on the stack in less than 8 bytes.", "Save pointers as 8 bytes."),
        new("stack-spill", "invalid size of register fill", "A saved pointer is read back in less than 8 bytes.", "Read pointers as 8 bytes."),
        new("stack-spill", "cannot spill pointers to stack into stack frame of the caller", "A function saves a pointer to its own stack in its caller's, where it would outlive it.", "Save only pointers that live on."),
        new("stack-size", "combined stack size of {calls} calls is {bytes}. Too large", "The stacks of {calls} nested functions are {bytes} bytes together, and 512 is the limit.", "Put large variables into a per-CPU array map, or nest less."),
        new("stack-size", "stack size of subprog {sub} is {bytes}. Too large", "A function's stack is {bytes} bytes, and 512 is the limit.", "Put large variables into a per-CPU array map."),
        new("stack-size", "stack size {bytes}", "A function's stack is {bytes} bytes.", "Put large variables into a per-CPU array map."),
        new("call-depth", "the call stack of {frames} frames is too deep", "Functions are nested {frames} deep, and 8 is the limit.", "Call less deep: no recursion, and inline small functions."),
        new("alignment", "misaligned {what}access off {off}", "An access of that size needs an address that is a multiple of it.", "Align fields by their size, or read the bytes one by one."),
        new("flow-keys", "invalid access to flow keys off={off} size={bytes}", "Flow keys have no {bytes} bytes at offset {off}.", Bounds),
        new("atomic", "BPF_ATOMIC stores into R{reg} {type} is not allowed", "R{reg} is a {type}, and atomic operations do not go there.", "Do atomic operations on map values and on the stack only."),

        // Arithmetic and ranges
        new("unbounded-access", "R{reg} unbounded memory access", "R{reg} has no upper bound, and it is an offset or length of an access.", Bounds),
        new("unbounded-access", "R{reg} min value is negative, {rest}", "R{reg} may be negative, and it is an offset or length of an access.", "Make the variable unsigned, or check that it is at least 0; then check its upper bound."),
        new("range", "R{reg} max value is outside of the allowed memory range", "The largest value that R{reg} may have lies outside of the memory.", Bounds),
        new("range", "R{reg} min value is outside of the allowed memory range", "The smallest value that R{reg} may have lies outside of the memory.", Bounds),
        new("range", "R{reg} invalid zero-sized read", "The length in R{reg} may be 0, and the call needs at least 1.", "Check that the length is greater than 0 before the call."),
        new("range", "invalid zero-sized read", "A length is 0, and the call needs at least 1.", "Check that the length is greater than 0 before the call; a ring buffer or the like has no key or value."),
        new("unbounded-access", "math between {what} pointer and register with unbounded min value is not allowed", "A number without a lower bound is added to a {what} pointer.", Bounds),
        new("range", "math between {what} pointer and {number} is not allowed", "{number} is too far for an offset from a {what} pointer.", "Keep offsets below 2^29."),
        new("range", "value {number} makes {what} pointer be out of bounds", "{number} is too far for an offset from a {what} pointer.", "Keep offsets below 2^29."),
        new("pointer-arithmetic", "R{reg} bitwise operator {op} on pointer prohibited", "R{reg} is a pointer, and {op} is done with it.", "Only add to pointers, or subtract from them."),
        new("pointer-arithmetic", "R{reg} pointer arithmetic with {op} operator prohibited", "R{reg} is a pointer, and {op} is done with it.", "Only add to pointers, or subtract from them."),
        new("pointer-arithmetic", "R{reg} pointer arithmetic on {type} prohibited", "R{reg} is a {type}, which must stay as it is.", "Keep pointers to maps, to sockets and to the packet's end unchanged."),
        new("pointer-arithmetic", "R{reg} pointer {op} pointer prohibited", "Two pointers are added, multiplied or the like.", "Only packet pointers can be subtracted from each other."),
        new("pointer-arithmetic", "R{reg} tried to subtract pointer from scalar", "A pointer is subtracted from a number.", "Subtract the number from the pointer."),
        new("pointer-arithmetic", "R{reg} subtraction from stack pointer prohibited", "A variable is subtracted from a stack pointer.", "Add a negative constant."),
        new("pointer-arithmetic", "R{reg} pointer arithmetic prohibited", "R{reg} is a pointer, and this process may not calculate with pointers.", "Load it with CAP_PERFMON, or keep to constants."),
        new("pointer-arithmetic", "R{reg} 32-bit pointer arithmetic prohibited", "A pointer is changed by a 32-bit operation, which would cut it.", "Use 64-bit operations on pointers."),
        new("pointer-arithmetic", "R{reg} partial copy of pointer", "Half of a pointer is copied.", "Copy whole registers."),
        new("speculation", "R{reg} tried to {op} from different maps, paths or scalars, pointer arithmetic", "One {op} instruction is reached with different maps, pointers or numbers, and one mask must fit them all.", OneMask),
        new("speculation", "R{reg} tried to {op} beyond pointer bounds, pointer arithmetic", "R{reg} could leave what it points to.", Mask),
        new("speculation", "R{reg} has unknown scalar with mixed signed bounds, pointer arithmetic", "The number in R{reg} may be negative or not, and it is added to a pointer.", Mask),
        new("speculation", "R{reg} has pointer with unsupported alu operation, pointer arithmetic", "A variable is added to a pointer to something other than the stack or a map's value.", "Add constants only, or load it with CAP_PERFMON."),
        new("speculation", "R{reg} pointer arithmetic of map value goes out of range, prohibited for !root", "R{reg} would point outside of the map's value, if only for a moment.", Mask),
        new("stack-bounds", "R{reg} stack pointer arithmetic goes out of range, prohibited for !root; off={off}", "R{reg} would point outside of the stack, at {off}, if only for a moment.", "Keep offsets from R10 between -512 and -1 at every step, or load it with CAP_PERFMON."),
        new("stack-bounds", "R{reg} variable {what}prohibited for !root", "The stack is used at an offset that is not constant.", "Use constant offsets, put the array into a map, or load it with CAP_PERFMON."),
        new("privilege", "loading/calling other bpf or kernel functions are allowed for CAP_BPF and CAP_SYS_ADMIN", "The program calls a function, and this process may not load such programs.", "Inline the functions (__always_inline), or load it with CAP_BPF."),
        new("pointer-comparison", "R{reg} pointer comparison prohibited", "R{reg} is a pointer, and it is compared with something that it can't be compared with.", "Compare pointers with null and with the packet's end only."),
        new("division-by-zero", "div by zero", "The program divides by the constant 0.", "Divide by something else."),
        new("shift", "invalid shift {bits}", "A register is shifted by {bits}, which is not less than its width.", "Shift by 0 to 63, or to 31 for 32-bit operations."),

        // Arguments of calls
        new("argument-type", "R{reg} type={type} expected={expected}", "R{reg} is {type}, and the call takes {expected} there.", "Pass the address of a variable where the call takes memory, a map where it takes a map, the context as it was given."),
        new("argument-type", "R{reg} is of type {type} but {expected} is expected", "R{reg} is {type}, and the call takes {expected} there.", "Pass a pointer to the type that the call asks for."),
        new("argument-type", "arg#{arg} expected pointer to {expected}", "Argument {arg} must be a pointer to {expected}.", "Pass a pointer to the type that the call asks for."),
        new("argument-type", "arg#{arg} pointer type {type} must point to", "The kernel function's argument {arg} is memory of a kind that the verifier can't check here.", "Pass the address of a structure of numbers on the stack or in a map."),
        new("argument-type", "R{reg} must be referenced or trusted", "R{reg} is a kernel object that may be gone already.", "Pass an object that a kernel function returned with a reference, or the hook's own argument."),
        new("argument-type", "R{reg} must be a rcu pointer", "R{reg} must be read under RCU.", "Read it between bpf_rcu_read_lock and bpf_rcu_read_unlock."),
        new("argument-constant", "R{reg} is not a known constant", "R{reg} must be a constant at this call.", "Pass a literal, or a 'const' global variable."),
        new("argument-constant", "R{reg} must be a known constant", "R{reg} must be a constant at this call.", "Pass a literal, or a 'const' global variable."),
        new("argument-constant", "R{reg} is not a const", "R{reg} must be a constant at this call.", "Pass a literal, or a 'const' global variable."),
        new("argument-constant", "R{reg} does not point to a readonly map", "R{reg} must point to constant data.", "Pass a string literal: it lies in .rodata."),
        new("format-string", "Invalid format string", "The format string has a conversion that bpf_trace_printk and its kin do not know.", "Use %d, %u, %x, %ld, %lu, %lx, %lld, %llu, %llx, %p and %s only."),
        new("callback", "arg{arg} expected pointer to func", "Argument {arg} must be a function.", "Pass a static function of the same object."),
        new("callback", "callback function not static", "A callback is not static.", "Declare it static."),
        new("callback", "callback function cannot be the main program", "The program names itself as a callback.", "Pass another function."),
        new("map-kind", "cannot pass map_type {type} into func {func}", "{func} does not take maps of type {type}.", "Use the helper for this kind of map: a program array for tail calls, a ring buffer for bpf_ringbuf_*."),
        new("map-kind", "expected prog array map for tail call", "A tail call is made with a map that is no program array.", "Pass a map of type BPF_MAP_TYPE_PROG_ARRAY."),
        new("map-kind", "tail_call abusing map_ptr", "A tail call is made with different maps.", "Name one program array in each tail call."),
        new("map-kind", "pointer in R{reg} isn't map pointer", "R{reg} must be a map.", "Pass the address of a map."),
        new("map-kind", "no direct value access support for this map type", "Values of this kind of map have no fixed address.", "Look values up with bpf_map_lookup_elem."),
        new("map-kind", "direct value offset of {off} is not allowed", "A global variable lies at offset {off}, outside of its map.", "Build the object again: its relocations and its maps do not match."),
        new("map-kind", "bpf_struct_ops map cannot be used in prog", "A program can't use a struct_ops map.", "Use another map."),
        new("map-descriptor", "fd {fd} is not pointing to valid bpf_map", "The program names a map that does not exist.", "Load the object's maps first; every reference needs a relocation."),
        new("map-count", "The total number of maps per program has reached the limit of {limit}", "The program uses more than {limit} maps.", "Merge maps, or split the program."),

        // Which calls are allowed
        new("unknown-helper", "invalid func {func}", "The kernel has no helper {func}.", OtherHelper),
        new("helper-not-allowed", "program of this type cannot use helper {func}", "This kind of program can't call {func}.", OtherHelper),
        new("helper-not-allowed", "unknown func {func}", "This kind of program can't call {func}, or the kernel lacks it.", OtherHelper),
        new("helper-not-allowed", "helper call is not allowed in probe", "This probe can't call this helper.", OtherHelper),
        new("helper-not-allowed", "func {func} not supported for program type {type}", "Program type {type} can't call {func}.", OtherHelper),
        new("helper-not-allowed", "func {func} supported only for fentry/fexit/fmod_ret programs", "Only fentry, fexit and fmod_ret programs can call {func}.", OtherHelper),
        new("helper-not-allowed", "helper access to the packet is not allowed", "This helper does not take packet data from this kind of program.", "Copy the bytes to the stack first."),
        new("license", "cannot call GPL-restricted function from non-GPL compatible program", "The call is for programs under a GPL-compatible licence only.", "Say so in the object, if it is true: char LICENSE[] SEC(\"license\") = \"GPL\"."),
        new("license", "cannot call kernel function from non-GPL compatible program", "Kernel functions are for programs under a GPL-compatible licence only.", "Say so in the object, if it is true: char LICENSE[] SEC(\"license\") = \"GPL\"."),
        new("license", "struct ops programs must have a GPL compatible license", "struct_ops programs need a GPL-compatible licence.", "Say so in the object, if it is true: char LICENSE[] SEC(\"license\") = \"GPL\"."),
        new("sleepable", "helper call might sleep in a non-sleepable prog", "The call may sleep, and the program must not.", "Make it a sleepable program (section with .s, such as syscall or lsm.s/), or use a helper that does not sleep."),
        new("sleepable", "sleepable helper {func} in {where}", "{func} may sleep, which is not allowed here ({where}).", "Call it outside of the locked or protected part."),
        new("sleepable", "program must be sleepable to call sleepable kfunc {func}", "{func} may sleep, and the program must not.", "Make it a sleepable program (section with .s)."),
        new("sleepable", "kernel func {func} is sleepable within {where}", "{func} may sleep, which is not allowed here ({where}).", "Call it outside of the locked or protected part."),
        new("sleepable", "Only fentry/fexit/fmod_ret, lsm, iter, uprobe, and struct_ops programs can be sleepable", "This kind of program can't be sleepable.", "Leave out .s in its section."),
        new("sleepable", "Syscall programs can only be sleepable", "A syscall program must be sleepable.", "Load it with BPF_F_SLEEPABLE."),
        new("kfunc-not-allowed", "calling kernel function {func} is not allowed", "This kind of program can't call the kernel function {func}.", "Use a program type that the function is registered for."),
        new("kfunc-missing", "kernel btf_id {id} is not a function", "The call names a kernel type that is no function.", "Build the object again, or relocate it against this kernel's types."),
        new("kfunc-missing", "failed to find BTF for kernel function", "The kernel has no function of this name for programs.", "Check with bpf_ksym_exists that the kernel has it."),
        new("poisoned-call", "BPF program {rest}calls unresolved", "The program reaches an instruction that could not be fitted to this kernel's types.", "Guard it with bpf_core_field_exists or the like."),
        new("callee-arguments", "Caller passes invalid args into func#{sub} ('{func}')", "What is passed to {func} does not fit its declaration.", "Pass pointers that are known not to be null, and memory as large as the declared type."),
        new("callee-arguments", "Function {func} has {count} > {limit} args", "{func} has {count} arguments, and {limit} is the limit.", "Pass a pointer to a structure."),

        // References and locks
        new("reference-leak", "Unreleased reference id={id} alloc_insn={alloc}", "What the call at instruction {alloc} returned is never released on this path.", Release),
        new("reference-leak", "tail_call would lead to reference leak", "A tail call is made while something is still to be released.", Release),
        new("reference-leak", "BPF_LD_[ABS|IND] {rest}reference", "A packet load may end the program while something is still to be released.", Release),
        new("release", "R{reg} must be referenced when passed to release function", "R{reg} was not acquired, or was released already, and is released.", "Release each object once."),
        new("release", "func {func} reference has not been acquired before", "{func} releases something that was not acquired.", "Release each object once."),
        new("release", "kfunc {func} reference has not been acquired before", "{func} releases something that was not acquired.", "Release each object once."),
        new("release", "release kernel function {func} expects refcounted", "{func} releases something that was not acquired.", "Release each object once."),
        new("release", "arg {arg} is an unacquired reference", "Argument {arg} is released, and it was not acquired or was released already.", "Release each object once."),
        new("release", "R{reg} must have zero offset when passed to release func", "R{reg} was changed since it was returned, and is released.", OneCopy),
        new("lock", "function calls are not allowed while holding a lock", "A function is called while a spin lock is held.", Unlock),
        new("lock", "global function calls are not allowed while holding a lock", "A global function is called while a lock is held.", "Make the function static, or call it without the lock."),
        new("lock", "bpf_spin_unlock of different lock", "Another lock is released than the one that was taken.", "Unlock what was locked."),
        new("lock", "bpf_spin_unlock without taking a lock", "A lock is released that was not taken.", "Call bpf_spin_lock before."),
        new("lock", "bpf_spin_lock at off={off} must be held for {what}", "{what} is used without its lock.", "Take the lock around it."),
        new("lock", "Locking two bpf_spin_locks are not allowed", "A second lock is taken.", "Release the first before."),
        new("lock", "BPF_EXIT instruction in main prog {rest}lock", "The program may end while a lock is held.", "Release it on every path."),
        new("lock", "BPF_EXIT instruction {rest}bpf_spin_lock-ed region", "The program may end while a lock is held.", "Release it on every path."),
        new("lock", "bpf_spin_unlock is missing", "The program may end while a lock is held.", "Release it on every path."),
        new("lock", "{what} '{name}' has no valid bpf_spin_lock", "The value of map '{name}' has no bpf_spin_lock.", "Declare a struct bpf_spin_lock in the value, and give the map BTF."),
        new("lock", "tracing progs cannot use bpf_spin_lock yet", "Tracing programs can't use bpf_spin_lock.", "Use atomic operations, or a per-CPU map."),
        new("lock", "socket filter progs cannot use bpf_spin_lock yet", "Socket filters can't use bpf_spin_lock.", "Use atomic operations, or a per-CPU map."),
        new("timer", "map '{name}' has no valid bpf_timer", "The value of map '{name}' has no bpf_timer.", "Declare a struct bpf_timer in the value, and give the map BTF."),
        new("timer", "tracing progs cannot use bpf_timer yet", "Tracing programs can't use bpf_timer.", "Start timers from another kind of program."),
        new("rcu", "unmatched rcu read unlock", "bpf_rcu_read_unlock is called without bpf_rcu_read_lock.", "Pair them on every path."),
        new("rcu", "nested rcu read lock", "bpf_rcu_read_lock is called twice.", "Pair them on every path."),
        new("preempt", "unmatched attempt to enable preemption", "bpf_preempt_enable is called without bpf_preempt_disable.", "Pair them on every path."),
        new("preempt", "{count} bpf_preempt_enable", "The program may end with preemption disabled.", "Pair bpf_preempt_disable and bpf_preempt_enable on every path."),
        new("iterator", "expected an initialized iter_{kind} as arg #{arg}", "An iterator is used that was not made, or is destroyed already.", "Call bpf_iter_*_new before, and bpf_iter_*_destroy once at the end."),
        new("iterator", "expected uninitialized iter_{kind} as arg #{arg}", "An iterator is made anew while it is in use.", "Destroy it first."),
        new("dynptr", "Dynptr has to be an uninitialized dynptr", "A dynptr is made anew while it is in use.", "Use another variable, or release it first."),
        new("dynptr", "cannot overwrite referenced dynptr", "A dynptr that must be released is overwritten.", Release),
        new("dynptr", "Expected an initialized dynptr as arg #{arg}", "Argument {arg} is no dynptr that was made before.", "Make it with bpf_dynptr_from_mem, bpf_ringbuf_reserve_dynptr or the like."),

        // Shape of the program
        new("unreachable-code", "unreachable insn {insn}", "No path leads to instruction {insn}.", "Remove it. Assembler text and old compilers leave such code."),
        new("jump-range", "jump out of range from insn {insn} to {to}", "Instruction {insn} jumps to {to}, outside of the program.", "Correct the target."),
        new("jump-range", "jump into the middle of ldimm64 insn {insn}", "A jump leads into the second half of instruction {insn}, a constant of two slots.", "Correct the target: a 64-bit constant takes two slots."),
        new("jump-range", "call to invalid destination", "A call leads outside of the program or to no function.", "Correct the target."),
        new("loop", "back-edge from insn {insn} to {to}", "Instruction {insn} jumps back to {to}, and this process or kernel allows no loops.", "Unroll the loop, or use bpf_loop (Linux 5.17); Linux 5.3 takes bounded loops from privileged processes."),
        new("loop", "infinite loop detected at insn {insn}", "The loop at instruction {insn} comes round in the same state: it may never end.", "Count in a variable that changes each time, and stop at a constant."),
        new("fall-through", "last insn is not an exit or jmp", "The program runs over its end.", "End every function with a return."),
        new("fall-through", "no exit or jump at the end of program", "The program runs over its end.", "End every function with a return."),
        new("fall-through", "invalid insn idx {insn} insn_cnt {count}", "The program runs over its end.", "End every function with a return."),
        new("too-complex", "BPF program is too large. Processed {count} insn", "The verifier gave up after {count} instructions: the program has too many paths.", Simplify),
        new("too-complex", "The sequence of {count} jumps is too complex", "More than {count} branches are open at once.", Simplify),
        new("too-complex", "too many subprograms", "The program has too many functions.", Simplify),
        new("too-complex", "frame{frame} bpf_loop iteration limit reached", "A callback is repeated too often for the verifier.", Simplify),
        new("tail-call", "tail_call is not allowed in subprogs without BTF", "A function without types makes a tail call.", "Compile with -g."),
        new("tail-call", "tail_calls are not allowed in non-JITed programs", "Tail calls and functions together need the JIT.", "Turn net.core.bpf_jit_enable on."),
        new("tail-call", "tail_call cannot be used inside {where}", "A tail call is made {where}.", Unlock),

        // Instructions
        new("bad-instruction", "unknown opcode {op}", "The kernel does not know an instruction with opcode {op}.", Encoding),
        new("bad-instruction", "unknown insn class {op}", "The kernel does not know this instruction.", Encoding),
        new("bad-instruction", "invalid BPF_ALU opcode {op}", "The kernel does not know the arithmetic {op}.", Encoding),
        new("bad-instruction", "invalid BPF_JMP/JMP32 opcode {op}", "The kernel does not know the jump {op}.", Encoding),
        new("bad-instruction", "invalid BPF_LD_IMM insn", "A 64-bit constant is broken: the second of its two slots is not as it must be.", Encoding),
        new("bad-instruction", "invalid bpf_ld_imm64 insn", "A 64-bit constant is broken: the second of its two slots is not as it must be.", Encoding),
        new("bad-instruction", "unrecognized bpf_ld_imm64 insn", "A 64-bit constant refers to something that the kernel does not know.", Encoding),
        new("bad-instruction", "invalid BPF_LD mode", "The kernel does not know this way to load.", Encoding),
        new("bad-instruction", "BPF_ATOMIC uses invalid atomic opcode {op}", "The kernel does not know the atomic operation {op}.", Encoding),
        new("bad-instruction", "invalid atomic operand size", "Atomic operations take 4 or 8 bytes.", Encoding),
        new("reserved-field", "BPF_{kind} uses reserved fields", "An instruction has a value in a field that must be zero.", Encoding),
        new("packet-load", "BPF_LD_[ABS|IND] instructions not allowed for this program type", "This kind of program can't use the old packet loads.", "Use bpf_skb_load_bytes, or direct packet access."),
        new("packet-load", "BPF_LD_[ABS|IND] cannot be used inside {where}", "The old packet loads may end the program {where}.", Unlock),
        new("same-instruction", "same insn cannot be used with different pointers", "One instruction reads through different kinds of pointers, depending on the path.", "Read in each branch, and join the values; a compiler barrier keeps the reads apart."),

        // Types, hooks, kernels
        new("line-info", "Invalid line_info[{index}].{what}", "The object's line information is broken.", "Build it again, or strip .BTF.ext."),
        new("line-info", "missing bpf_line_info for {what}", "The object has no line information for a function.", "Build all of it with -g."),
        new("function-info", "missing btf func_info", "The object has types, and none for its functions.", "Build all of it with -g."),
        new("function-info", "number of funcs in func_info doesn't match number of subprogs", "The object names more or fewer functions than it has.", "Build it again with -g."),
        new("attach-target", "Tracing programs must provide btf_id", "The section does not name what the program traces.", "Name it: tp_btf/sched_switch, fentry/do_unlinkat."),
        new("attach-target", "attach_btf_id {id} {rest}", "The program can't be attached to what its section names.", "Name another hook."),
        new("attach-target", "{name} is not modifiable", "The return value of {name} can't be changed.", "Use fexit instead of fmod_ret."),
        new("kernel-fault", "verifier bug", "The verifier met a state that it thought impossible.", KernelFault),
        new("kernel-fault", "verifier internal error", "The verifier met a state that it thought impossible.", KernelFault),
        // Linux 6.17 and earlier say it of a tail call with another kind of map.
        new("map-kind", "kernel subsystem misconfigured verifier", "A tail call is made with a map that is no program array.", "Pass a map of type BPF_MAP_TYPE_PROG_ARRAY."),
        new("kernel-fault", "bpf verifier is misconfigured", "The verifier met a state that it thought impossible.", KernelFault),
        new("kernel-fault", "REG INVARIANTS VIOLATION", "The verifier met a state that it thought impossible.", KernelFault),
    ];
}
