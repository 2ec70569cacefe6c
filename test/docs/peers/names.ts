/**
 * Public names of the peers, as their sources list them (netrep 0186b8a and older, resi 24ab9e5, rsatoolbox 0.3, BrainIAK 0.12,
 * mne-rsa 0.9 with the older names): each must be on its page, with a call or with why it is not here.
 */
export const publicNames: Readonly<Record<string, string>> = {
  "netrep.md": `
    LinearMetric PermutationMetric LinearCKA GaussianStochasticMetric EnergyStochasticMetric GPStochasticMetric SinkhornStochasticMetric
    GPStochasticDiff fit transform transform_X transform_Y score fit_score partial_fit finalize_fit pairwise_distances cross_distances
    frechet_mean euclidean_tangent_space procrustes_average procrustes_kmeans convolve_metric align sq_bures_metric
    sq_bures_metric_slow centered_kernel angular_distance trunc_svd econ_svd rand_orth whiten rand_struc_orth struc_orth_matvec
    fwht check_equal_shapes line_2d_data alpha center_columns zero_pad score_method group init niter tol random_state n_restarts eps`,
  "resi.md": `
    PWCCA SVCCA CKA HardCorrelationMatch SoftCorrelationMatch DistanceCorrelation EigenspaceOverlapScore GeometryScore Gulp
    LinearRegression IMDScore JaccardSimilarity RankSimilarity SecondOrderCosineSimilarity AbsoluteAccDiff Disagreement JSD
    AlignedCosineSimilarity OrthogonalAngularShapeMetricCentered OrthogonalProcrustesCenteredAndNormalized PermutationProcrustes
    ProcrustesSizeAndShapeDistance RSA RSMNormDifference RTD ConcentricityDifference MagnitudeDifference UniformityDifference
    get_cca_similarity robust_cca_similarity svcca pwcca centered_kernel_alignment orthogonal_procrustes
    procrustes_size_and_shape_distance orthogonal_procrustes_centered_and_normalized permutation_procrustes
    permutation_angular_shape_metric orthogonal_angular_shape_metric orthogonal_angular_shape_metric_centered aligned_cossim
    permutation_aligned_cossim hard_correlation_match soft_correlation_match linear_reg representational_similarity_analysis
    rsm_norm_diff distance_correlation eigenspace_overlap_score gulp jaccard_similarity rank_similarity
    joint_rank_jaccard_similarity second_order_cosine_similarity magnitude_difference uniformity_difference
    concentricity_difference magnitude_nrmse concentricity_nrmse jensen_shannon_divergence top_k_neighbors nn_array_to_setlist
    to_numpy_if_needed to_torch_if_needed adjust_dimensionality center_columns normalize_matrix_norm normalize_row_norm standardize
    double_center align_spatial_dimensions average_pool_downsample resize_wh_reps fft_resize Pipeline flatten
    positivedef_matrix_sqrt remove_small compute_ccas sum_threshold create_zero_dict`,
  "rsatoolbox.md": `
    Dataset TemporalDataset load_dataset dataset_from_dict average_dataset average_dataset_by cov_from_residuals prec_from_residuals
    cov_from_measurements prec_from_measurements cov_from_unbalanced prec_from_unbalanced sigmak_from_measurements merge_datasets
    RDMs concat get_categorical_rdm load_rdm rdms_from_dict rank_transform sqrt_transform positive_transform transform
    minmax_transform geotopological_transform geodesic_transform calc_rdm calc_rdm_movie calc_rdm_euclidean calc_rdm_mahalanobis
    calc_rdm_crossnobis calc_rdm_correlation calc_rdm_poisson calc_rdm_poisson_cv calc_rdm_unbalanced compare compare_correlation
    compare_cosine compare_kendall_tau compare_spearman compare_rho_a compare_correlation_cov_weighted
    compare_cosine_cov_weighted compare_neg_riemannian_distance from_partials rescale pool_rdm permute_rdms inverse_permute_rdms
    Model ModelFixed ModelSelect ModelWeighted ModelInterpolate ModelFamily model_from_dict fit_mock fit_optimize
    fit_optimize_positive fit_select fit_interpolate fit_regress fit_regress_nn bootstrap_sample bootstrap_sample_rdm
    bootstrap_sample_pattern eval_fixed eval_bootstrap eval_bootstrap_rdm eval_bootstrap_pattern eval_dual_bootstrap
    bootstrap_crossval eval_dual_bootstrap_random crossval bootstrap_testset bootstrap_testset_pattern bootstrap_testset_rdm
    sets_leave_one_out_pattern sets_leave_one_out_rdm sets_k_fold sets_k_fold_pattern sets_k_fold_rdm sets_of_k_pattern
    cv_noise_ceiling boot_noise_ceiling load_results Result result_from_dict z_transform transform_results
    get_volume_searchlight get_searchlight_RDMs evaluate_models_searchlight batch_to_vectors batch_to_matrices show_rdm
    show_rdm_panel show_scatter show_2d show_MDS show_tSNE show_iso plot_model_comparison map_model_comparison Icon
    icons_from_folder rdm_comparison_scatterplot get_vectors get_matrices subset_pattern subsample_pattern subset subsample
    append reorder sort_by mean save to_dict to_df split_obs split_channel subset_obs subset_channel odd_even_split
    nested_odd_even_split get_measurements bin_time split_time subset_time time_as_channels time_as_observations`,
  "brainiak.md": `
    isc isfc bootstrap_isc permutation_isc timeshift_isc phaseshift_isc compute_summary_statistic squareform_isfc SRM DetSRM RSRM
    SSSRM FastSRM transform_subject w_ s_ sigma_s_ rho2_ mu_ logprob_ add_subjects Searchlight Ball Cube Diamond
    run_searchlight mask_image mask_images multimask_images MaskedMultiSubjectData ConditionSpec SingleConditionSpec load_images
    load_images_from_dir load_boolean_mask load_labels save_as_nifti_file phase_randomize p_from_null array_correlation BRSA GBRSA
    prior_GP_var_inv_gamma prior_GP_var_half_cauchy Ncomp_SVHT_MG_DLD_approx MNRSA MatnormalRegression EventSegment VoxelSelector
    Classifier MVPAVoxelSelector prepare_fcma_data generate_epochs_info compute_correlation TFA HTFA InvertedEncoding1D
    InvertedEncoding2D fmin fmrisim fmrisim_real_time_generator gen_design ReadDesign from_tri_2_sym from_sym_2_tri sumexp_stable
    concatenate_not_none cov2corr center_mass_exp usable_cpu_count`,
  "mne-rsa.md": `
    rsa_stcs rdm_stcs rsa_stcs_rois rsa_nifti rdm_nifti rsa_evokeds rsa_epochs rdm_evokeds rdm_epochs searchlight rsa rsa_gen
    rsa_array compute_rdm compute_rdm_cv rdm_array plot_rdms plot_rdms_topo plot_roi_map create_folds squareform pick_rdm
    compute_dsm compute_dsm_cv dsm_array dsm_evokeds dsm_epochs dsm_stcs dsm_nifti plot_dsms plot_dsms_topo`,
  "cka-scripts.md": `
    gram_linear gram_rbf center_gram cka feature_space_linear_cka cca compare export plot_results _HSIC centering rbf kernel_HSIC
    linear_HSIC linear_CKA kernel_CKA get_cca_similarity robust_cca_similarity compute_pwcca fourier_ccas get_pls_similarity
    create_zero_dict remove_small compute_ccas sum_threshold fft_resize`,
  "similarity-repository.md": `
    bures_distance cca cca-angular cca-angular-score cca-euclidean cca-mean_sq_corr cka cka-angular cka-hsic_gretton correlation imd
    linreg-pearson_r#10splits_90/10ratio_cv linreg-pearson_r#5folds_cv linreg-pearson_r2#5folds_cv linreg-r2#5folds_cv max_match nbs
    nbs-angular-score nbs-squared permutation-angular permutation-euclidean pls pls-pearson_r#10splits_90/10ratio_cv
    pls-pearson_r#5folds_cv procrustes-angular procrustes-angular-score procrustes-euclidean procrustes-sq-euclidean pwcca
    ridge-lambda1-pearson_r#10splits_90/10ratio_cv ridge-lambda1-pearson_r#5folds_cv ridge-lambda1-pearson_r2#5folds_cv
    ridge-lambda1-r2#5folds_cv riemannian_metric rsa-correlation-corr rsa-correlation-spearman svcca-var95 svcca-var99 gs rtd dsa
    tolerance knn_graph_modularity neuron_graph_modularity ensd contrasim correcting_cka_alignment`,
};
