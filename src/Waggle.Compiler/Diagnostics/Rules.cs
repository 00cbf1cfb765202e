namespace Waggle.Compiler.Diagnostics;

/// <summary>All rules. A new one takes the next number; a number is never reused.</summary>
internal static class Rules
{
    internal static readonly Rule Allocation = new("WAG0001",
        "A BPF program can't allocate: 'new {0}' makes an object. Use a struct, or a map for what must outlive the call.");

    internal static readonly Rule ArrayAllocation = new("WAG0002",
        "A BPF program can't allocate: 'new {0}[]' makes an array. Use a struct with [InlineArray(n)], or an ArrayMap.");

    internal static readonly Rule Boxing = new("WAG0003",
        "A BPF program can't allocate: this boxes a value of type {0}. Keep the value in a variable of its own type.");

    internal static readonly Rule StringLiteral = new("WAG0004",
        "Strings don't exist in a BPF program: \"{0}\". Use bytes: an inline array, or a UTF-8 literal (\"...\"u8).");

    internal static readonly Rule VirtualCall = new("WAG0005",
        "A BPF program can't call through an interface or a virtual method: {0}. Call a static method or a struct's own method.");

    internal static readonly Rule Throw = new("WAG0006",
        "A BPF program can't throw. Return early, or write what happened to a map or an event.");

    internal static readonly Rule Catch = new("WAG0007",
        "A BPF program can't catch exceptions: remove the {0}. 'using' and 'finally' work.");

    internal static readonly Rule FloatingPoint = new("WAG0008",
        "BPF has no floating point: {0}. Use integers, scaled where fractions matter (for example nanoseconds or thousandths).");

    internal static readonly Rule Recursion = new("WAG0009",
        "A BPF program can't recurse: {0} calls itself by way of {1}. Write a loop with a bound.");

    internal static readonly Rule Delegate = new("WAG0010",
        "A BPF program can't use delegates or lambdas: {0}. Call a static method.");

    internal static readonly Rule StackAlloc = new("WAG0011",
        "A BPF program can't use stackalloc. Use a local of a struct type with [InlineArray(n)].");

    internal static readonly Rule ReferenceField = new("WAG0012",
        "{0} holds an object of type {1}, which a BPF program can't use. A static field is a map ('static readonly' and a map type) or of an unmanaged type.");

    internal static readonly Rule HelperArguments = new("WAG0013",
        "A helper takes at most 5 arguments and {0} has {1}. Put some into a struct and pass it by reference.");

    internal static readonly Rule StackSize = new("WAG0014",
        "The program needs {0} bytes of stack and has 512. What takes most: {1}. Keep large values in a PerCpuArrayMap, or write them straight into a ring-buffer record.");

    internal static readonly Rule CheckedArithmetic = new("WAG0015",
        "A BPF program can't throw OverflowException: this arithmetic is checked. Use 'unchecked', and compare first where overflow matters.");

    internal static readonly Rule Padding = new("WAG0016",
        "{0} is used as {1} and has {2} unnamed byte(s) after field {3} (at offset {4}), which the program would leave unset. Reorder the fields by size, or add a field that fills the gap.");

    internal static readonly Rule DuplicateMap = new("WAG0017",
        "Two maps of one object are named '{0}': {1} and {2}. Rename one of the fields.");

    internal static readonly Rule Signature = new("WAG0018", "{0} can't be a program: {1}");

    internal static readonly Rule UnknownMap = new("WAG0019",
        "Which map is used here must be known when the program is compiled. Use the static field itself, not a variable that may hold one map or another.");

    internal static readonly Rule NoBody = new("WAG0020",
        "A BPF program can't call {0}: nothing that BPF can run comes of it. {1}");

    internal static readonly Rule Unsupported = new("WAG0021",
        "A BPF program can't do this: {0}. {1}");

    internal static readonly Rule TooFar = new("WAG0022",
        "The program is too large: a jump spans {0} instructions and 32,767 is the most. Split the method's work among several programs.");

    internal static readonly Rule NoPrograms = new("WAG0023",
        "{0} holds no program. Mark the class with [BpfProgram] and a static method with a hook attribute such as [Tracepoint].");

    internal static readonly Rule KernelTypeByValue = new("WAG0024",
        "{0} stands for a type of the kernel and can't be held by value. Read the fields that you need: pointer.Value.field.");

    internal static readonly Rule TooManyInstructions = new("WAG0025",
        "The method grows past {0:N0} instructions once the methods that it calls are compiled in. Call fewer of them, or call them in a loop.");

    internal static readonly Rule DuplicateProgram = new("WAG0026",
        "Two programs of one object are named '{0}': {1} and {2}. Rename one of the methods.");

    internal static readonly Rule WrongLayout = new("WAG0027",
        "{0} has a layout that a BPF program can't share: {1}. Use a struct of integers, enums, inline arrays and other such structs with sequential layout.");

    internal static readonly Rule FunctionArguments = new("WAG0029",
        "A BPF function takes at most 5 arguments and {0} has {1}. Put some into a struct and pass it by reference, or remove [MethodImpl(NoInlining)].");

    internal static readonly Rule FunctionSignature = new("WAG0030", "{0} can't be a BPF function of its own: {1}");

    internal static readonly Rule TooDeep = new("WAG0031",
        "BPF functions call each other at most {0} deep: {1}. Let the compiler put some into their callers: remove [MethodImpl(NoInlining)].");

    internal static readonly Rule Capture = new("WAG0032",
        "A callback can't capture variables: one in {0} does. Mark the lambda 'static' and pass what it needs by its state argument.");

    internal static readonly Rule NeedsLevel = new("WAG0033",
        "{0} needs the instruction set {1}. Compile for that level, or use Interlocked.Add and leave what it returns unused.");

    internal static readonly Rule KernelQuestion = new("WAG0034",
        "The kernel's types can't be asked this: {0}");

    internal static readonly Rule KernelWrite = new("WAG0028",
        "A BPF program can't write to the kernel's memory: this stores to a field of {0}.");
}
