using static Waggle.Verifier.Kernels.KernelFeature;

namespace Waggle.Verifier.Kernels;

/// <summary>Since when Linux has the features.</summary>
/// <remarks>The commit that brought each is named; the release is the first with that commit. On x86-64: other machines got some of
/// the instructions later.</remarks>
internal static class KernelFeatureRows
{
    public static readonly Introduction<KernelFeature>[] Rows =
    [
        new(JumpsByLess, "a jump by less than", "4.14"), // 92b31a9af73b
        new(FunctionCalls, "a call of the program's own functions", "4.16"), // cc8b0b92a169
        new(Jumps32, "a 32-bit jump", "5.1"), // 092ed0968bb6
        new(AtomicFetch, "an atomic operation other than addition without fetch", "5.12"), // 5ca419f2864a
        new(SignExtension, "a sign-extending load or move", "6.6"), // 1f9a1ea821ff, 8100928c8814
        new(ByteSwap, "an unconditional byte swap", "6.6"), // 0845c3db7bf5
        new(SignedDivision, "signed division", "6.6"), // ec0e2da95f72
        new(LongJumps, "a jump with a 32-bit distance", "6.6"), // 4cd58e9af8b9
        new(MayGoto, "may_goto", "6.9"), // 011832b97b31
        new(AddressSpaceCast, "a cast between address spaces", "6.9"), // 6082b6c328b5
        new(LoadAcquire, "a load-acquire or store-release", "6.15"), // 880442305a39

        new(BoundedLoops, "a loop", "5.3"), // 2589726d12a1
        new(GlobalFunctions, "a function that is verified on its own", "5.6"), // 51c39bb1d5d1
        new(GlobalVariables, "a global variable", "5.2"), // d8eca5bbb2be
        new(SpinLocks, "a spin lock", "5.1"), // d83525ca62cf
        new(TailCallsInFunctions, "a tail call in a program with functions", "5.10"), // e411901c0b77
        new(SleepablePrograms, "a sleepable program", "5.10"), // 1e6c62a88215
        new(PerCpuVariables, "a per-CPU variable of the kernel", "5.10"), // eaa6bcb71ef6
        new(ReadOnlyMapValuesKnown, "use of what a frozen map holds", "5.5"), // a23740ec43ba
        new(KernelFunctionCalls, "a call of a kernel function", "5.13"), // e6ac2450d6de
        new(KernelFunctionsOfModules, "a call of a module's function", "5.16"), // 2357672c54c3
        new(Callbacks, "a function given as an argument", "5.13"), // 69c087ba6225
        new(VariableStackWrites, "a write to the stack at an offset that is not constant", "5.12"), // 01f810ace9ed
        new(StackFromOtherFrames, "memory of a caller's stack in a global function", "5.12"), // e5069b9c23b3
        new(Timers, "a timer", "5.15"), // b00628b1c7d5
        new(KernelPointersInMaps, "a kernel pointer in a map", "5.19"), // 61df10c7799e
        new(DynamicPointers, "a dynamic pointer", "5.19"), // 97e03f521050
        new(InlinedLoopHelper, "the inlining of bpf_loop", "6.0"), // 1ade23711971
        new(TypedMemoryArguments, "memory with its size as arguments of a kernel function", "5.18"), // d583691c47dc
        new(PacketDynamicPointers, "a dynamic pointer to a packet", "6.4"), // b5964b968ac6
        new(LocalObjects, "an object of the program", "6.2"), // 958cf2e273f0
        new(LinkedLists, "a linked list", "6.2"), // 8cab76ec6349
        new(RedBlackTrees, "a red-black tree", "6.3"), // 9c395c1b99bd
        new(RefcountedObjects, "an object with several owners", "6.4"), // d54730b50bae
        new(RcuSections, "an RCU section of the program", "6.2"), // 9bb00b2895cb
        new(ContextCasts, "a cast to the kernel's context", "6.2"), // fd264ca02094
        new(UninitialisedStackReads, "a read of stack that was not written", "6.3"), // 6715df8d5d24
        new(Iterators, "an open-coded iterator", "6.4"), // 06accc8779c1
        new(IteratorConvergence, "loops by iterators that are done when states repeat", "6.7"), // 2793a8b015f7
        new(PrecisionAcrossFunctions, "precision that is tracked across functions", "6.5"), // fde2a3882bd0
        new(Exceptions, "an exception", "6.7"), // f18b03fabaa9
        new(PerCpuLocalObjects, "a per-CPU object of the program", "6.7"), // 36d8bdf75a93
        new(ArgumentTags, "a tag on an argument of a global function", "6.8"), // 94e1c70a3452
        new(TrustedArgumentTags, "an argument of a global function that is trusted", "6.9"), // e2b3c4ff5d18
        new(UntrustedArgumentTags, "an argument of a global function that is not trusted", "6.17"), // 182f7df70419
        new(ArenaAtomics, "an atomic operation on an arena", "6.10"), // d503a04f8bc0
        new(WorkQueues, "a work queue", "6.10"), // d940c9b94d7e
        new(PreemptSections, "a section without preemption", "6.10"), // fc7566ad0a82
        new(FastCalls, "a call that keeps R1 to R5", "6.12"), // 5b5f51bff1b6
        new(PrivateStacks, "a stack of its own for each function", "6.13"), // a76ab5731e32
        new(NullableTracepointArguments, "a check of a tracepoint's arguments for null", "6.13"), // 838a10bd2ebf
        new(InterruptSections, "a section without interrupts", "6.14"), // c8e2ee1f3df0
        new(ResilientLocks, "a lock that can time out", "6.15"), // 97eb35f3ad42
        new(LocksWithCalls, "a call of the program's own functions under a lock", "6.9"), // a44b1334aadd
        new(ConstantZeroLookup, "a lookup that can't fail", "6.14"), // d2102f2f5d75
        new(StructOpsReferences, "references given to operations of a struct", "6.15"), // a687df2008f6
        new(SpeculationBarriers, "a barrier where only a wrong guess of the processor leads to something unsafe", "6.17"), // d6f1c85f2253
        new(NegationRanges, "ranges of a number with the other sign", "6.17"), // aced132599b3
        new(FunctionAddresses, "the address of a kernel function", "6.4"), // 58aa2afbb1e6
        new(ObjectsNeedGpl, "a licence check where kernel objects are read", "6.4"), // c67cae551f0d
        new(NullnessByEquality, "a pointer that is known not to be null as it equals another", "6.2"), // befae75856ab
        new(SeveralMapsForEach, "bpf_for_each_map_elem with one of several maps", "6.10"), // 9d482da9e17a
        new(KeysInAnyMemory, "a map's key or value in any memory", "6.2"), // d1673304097c
        new(RangesOfTwoNumbers, "ranges from a comparison of two numbers that are not constant", "6.8"), // 67420501e868
        new(UnequalBounds, "ranges that end at a number that was found unequal", "6.8"), // d028f87517d6
        new(LoopsEnteredAnywhere, "a loop that is entered in its middle", "6.7"), // 10e14e9652bf
        new(ExactLoopStates, "loops that are endless only where their states are exactly the same", "6.7"), // 2793a8b015f7
        new(GlobalCallsInSections, "a call of a global function in a section without preemption or interrupts", "6.15"), // e2d8f560d1f8
        new(ReferencedPointersByKptr, "a kernel pointer with a reference under the tag kptr", "6.4"), // 03b77e17aeb2
        new(DynamicPointersMadeAnew, "a dynamic pointer that is made where there is one already", "6.3"), // f8064ab90d66
        new(EqualityByRanges, "numbers that are known to differ by their ranges", "6.5"), // 13fbcee55706
        new(LinkedHalves, "a 32-bit copy of a number that is known to be the same", "6.5"), // 3be49f79555e
        new(LinkedSums, "a copy of a number with a constant added that is known to go with it", "6.11"), // 98d7ca374ba4
        new(SpilledNumbers, "all that is known of a number that is spilled and filled, also in part", "6.9"), // c1e6148cb4f8, e67ddd9b1cff, 713274f1f2c8
        new(SplitShifts, "a shift that gives minus one or zero, followed both ways", "6.18"), // bffacdb80b93
    ];
}
