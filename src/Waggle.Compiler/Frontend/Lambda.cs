using System.Reflection.Metadata;

namespace Waggle.Compiler.Frontend;

/// <summary>What C# makes of a lambda without captures, or of a static method, where a delegate is wanted: it is made once and kept in a
/// field. For BPF all that is the address of a function.</summary>
/// <param name="Method">Token of the method.</param>
/// <param name="Constructor">Token of the delegate's constructor.</param>
/// <param name="Next">Index of the first instruction behind it.</param>
internal readonly record struct Lambda(long Method, long Constructor, int Next)
{
    // ldsfld cache; dup; brtrue end; pop; ldsfld instance or ldnull; ldftn method; newobj delegate; dup; stsfld cache; end:
    private const int Length = 9;
    private const int BranchAt = 2, FunctionAt = 5, ConstructorAt = 6, CacheAt = 8;

    /// <summary>The lambda that starts at an instruction, if one does.</summary>
    internal static Lambda? At(ReadOnlySpan<IlInstruction> code, int index)
    {
        if (index + Length >= code.Length || code[index].Code != ILOpCode.Ldsfld) return null;
        ReadOnlySpan<IlInstruction> il = code.Slice(index, Length);
        bool isLambda = il[1].Code == ILOpCode.Dup
            && il[BranchAt].Code is ILOpCode.Brtrue or ILOpCode.Brtrue_s && il[BranchAt].Operand == il[CacheAt].Next
            && il[3].Code == ILOpCode.Pop
            && il[4].Code is ILOpCode.Ldsfld or ILOpCode.Ldnull
            && il[FunctionAt].Code == ILOpCode.Ldftn
            && il[ConstructorAt].Code == ILOpCode.Newobj
            && il[7].Code == ILOpCode.Dup
            && il[CacheAt].Code == ILOpCode.Stsfld && il[CacheAt].Operand == il[0].Operand;
        return isLambda ? new Lambda(il[FunctionAt].Operand, il[ConstructorAt].Operand, index + Length) : null;
    }

    /// <summary>Whether an instruction is the branch inside a lambda that started before it.</summary>
    internal static bool IsInside(ReadOnlySpan<IlInstruction> code, int index) => index >= BranchAt && At(code, index - BranchAt) is not null;
}
