using Waggle.Bpf.Instructions;

namespace Waggle.Vm.Interpreter;

/// <summary>The handlers of conditional jumps.</summary>
internal static class BranchHandlers<TWay> where TWay : struct, IWay
{
    internal static Handler Of(JumpOperation operation, bool is64, OperandForm form) => (operation, is64) switch
    {
        (JumpOperation.Equal, true) => Of<Condition.Equal64>(form),
        (JumpOperation.Equal, false) => Of<Condition.Equal32>(form),
        (JumpOperation.NotEqual, true) => Of<Condition.NotEqual64>(form),
        (JumpOperation.NotEqual, false) => Of<Condition.NotEqual32>(form),
        (JumpOperation.GreaterUnsigned, true) => Of<Condition.Greater64>(form),
        (JumpOperation.GreaterUnsigned, false) => Of<Condition.Greater32>(form),
        (JumpOperation.GreaterOrEqualUnsigned, true) => Of<Condition.GreaterOrEqual64>(form),
        (JumpOperation.GreaterOrEqualUnsigned, false) => Of<Condition.GreaterOrEqual32>(form),
        (JumpOperation.LessUnsigned, true) => Of<Condition.Less64>(form),
        (JumpOperation.LessUnsigned, false) => Of<Condition.Less32>(form),
        (JumpOperation.LessOrEqualUnsigned, true) => Of<Condition.LessOrEqual64>(form),
        (JumpOperation.LessOrEqualUnsigned, false) => Of<Condition.LessOrEqual32>(form),
        (JumpOperation.GreaterSigned, true) => Of<Condition.GreaterSigned64>(form),
        (JumpOperation.GreaterSigned, false) => Of<Condition.GreaterSigned32>(form),
        (JumpOperation.GreaterOrEqualSigned, true) => Of<Condition.GreaterOrEqualSigned64>(form),
        (JumpOperation.GreaterOrEqualSigned, false) => Of<Condition.GreaterOrEqualSigned32>(form),
        (JumpOperation.LessSigned, true) => Of<Condition.LessSigned64>(form),
        (JumpOperation.LessSigned, false) => Of<Condition.LessSigned32>(form),
        (JumpOperation.LessOrEqualSigned, true) => Of<Condition.LessOrEqualSigned64>(form),
        (JumpOperation.LessOrEqualSigned, false) => Of<Condition.LessOrEqualSigned32>(form),
        (JumpOperation.AnyBitSet, true) => Of<Condition.AnyBit64>(form),
        (JumpOperation.AnyBitSet, false) => Of<Condition.AnyBit32>(form),
        _ => throw new InvalidOperationException($"{operation} has no condition."), // the form of the program has been checked
    };

    private static Handler Of<T>(OperandForm form) where T : struct, ICondition => form switch
    {
        OperandForm.RegisterConstant => Branch<Test<T, Destination, Constant>, TWay>.Instance,
        OperandForm.LastConstant => Branch<Test<T, Last, Constant>, TWay>.Instance,
        OperandForm.RegisterRegister => Branch<Test<T, Destination, Source>, TWay>.Instance,
        OperandForm.LastRegister => Branch<Test<T, Last, Source>, TWay>.Instance,
        _ => Branch<Test<T, Destination, Last>, TWay>.Instance,
    };
}
