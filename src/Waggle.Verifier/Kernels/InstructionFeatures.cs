using Waggle.Bpf.Instructions;

namespace Waggle.Verifier.Kernels;

/// <summary>What an instruction needs of the kernel.</summary>
/// <remarks>For instructions that <see cref="InstructionChecker"/> takes: an encoding that means nothing needs nothing here.</remarks>
internal static class InstructionFeatures
{
    /// <summary>The newest feature that an instruction needs; null if all kernels from 3.18 on have it.</summary>
    public static KernelFeature? Of(Instruction instruction)
    {
        Opcode opcode = instruction.Opcode;
        return opcode.Class switch
        {
            InstructionClass.Alu or InstructionClass.Alu64 => OfArithmetic(instruction),
            InstructionClass.Jmp or InstructionClass.Jmp32 => OfJump(instruction),
            InstructionClass.Ldx when opcode.Mode == MemoryMode.MemorySigned => KernelFeature.SignExtension,
            InstructionClass.Stx when opcode.Mode == MemoryMode.Atomic => OfAtomic((AtomicOperation)instruction.Immediate),
            InstructionClass.Ld when instruction.IsWide => OfPseudo((PseudoSource)instruction.Source),
            _ => null,
        };
    }

    private static KernelFeature? OfArithmetic(Instruction instruction) => instruction.Opcode.AluOperation switch
    {
        AluOperation.Divide or AluOperation.Modulo when instruction.Offset == 1 => KernelFeature.SignedDivision,
        // A move with offset 1 casts between address spaces (BPF_ADDR_SPACE_CAST), any other extends from as many bits.
        AluOperation.Move when instruction.Offset == 1 => KernelFeature.AddressSpaceCast,
        AluOperation.Move when instruction.Offset != 0 => KernelFeature.SignExtension,
        AluOperation.ByteSwap when instruction.Opcode.Class == InstructionClass.Alu64 => KernelFeature.ByteSwap,
        _ => null,
    };

    private static KernelFeature? OfJump(Instruction instruction) => instruction.Opcode.JumpOperation switch
    {
        JumpOperation.MayGoto => KernelFeature.MayGoto,
        JumpOperation.Always when instruction.Opcode.Class == InstructionClass.Jmp32 => KernelFeature.LongJumps,
        JumpOperation.Call => (CallKind)instruction.Source switch
        {
            CallKind.Function => KernelFeature.FunctionCalls,
            CallKind.KernelFunction => instruction.Offset == 0 ? KernelFeature.KernelFunctionCalls : KernelFeature.KernelFunctionsOfModules,
            _ => null,
        },
        _ when instruction.Opcode.Class == InstructionClass.Jmp32 => KernelFeature.Jumps32,
        JumpOperation.LessUnsigned or JumpOperation.LessOrEqualUnsigned or JumpOperation.LessSigned or JumpOperation.LessOrEqualSigned => KernelFeature.JumpsByLess,
        _ => null,
    };

    private static KernelFeature? OfAtomic(AtomicOperation operation) => operation switch
    {
        AtomicOperation.Add => null,
        AtomicOperation.LoadAcquire or AtomicOperation.StoreRelease => KernelFeature.LoadAcquire,
        _ => KernelFeature.AtomicFetch,
    };

    private static KernelFeature? OfPseudo(PseudoSource source) => source switch
    {
        PseudoSource.MapValue or PseudoSource.MapIndexValue => KernelFeature.GlobalVariables,
        PseudoSource.Variable => KernelFeature.PerCpuVariables,
        PseudoSource.Function => KernelFeature.Callbacks,
        _ => null,
    };
}
